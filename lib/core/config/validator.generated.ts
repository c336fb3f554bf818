// @ts-nocheck
// Generated from the schema by `npm run generate`: change the schema, not this file.
var j=g,w={$schema:"http://json-schema.org/draft-07/schema#",$id:"urn:distro-sync:config",type:"object",additionalProperties:!1,
properties:{instance:{type:"string",maxLength:100,pattern:"^[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?$"},workspaces:{type:"\
array",maxItems:1e4,items:{type:"object",additionalProperties:!1,properties:{workspace:{type:"string",maxLength:255,pattern:"\
^(?!\\.{1,2}$)[^\\s/\\\\%?#]+$"},region:{enum:["us","eu","asia"]},api:{type:"string",maxLength:255,pattern:"^\\S(?:.*\\S)?\
$"},manifests:{type:"string",maxLength:255,pattern:"^\\S(?:.*\\S)?$"},source:{enum:["bundle","release","prefix","github"]},
token:{type:"object",additionalProperties:!1,oneOf:[{required:["env"]},{required:["ssm"]},{required:["oidc"]}],properties:{
env:{type:"string",maxLength:255,pattern:"^\\S(?:.*\\S)?$"},ssm:{type:"string",maxLength:255,pattern:"^\\S(?:.*\\S)?$"},
key:{type:"string",maxLength:255,pattern:"^\\S(?:.*\\S)?$"},oidc:{type:"object",additionalProperties:!1,required:["provi\
der_id"],properties:{provider_id:{type:"string",maxLength:255,pattern:"^\\S(?:.*\\S)?$"},audience:{type:"string",maxLength:255,
pattern:"^\\S(?:.*\\S)?$"}}}}},policy:{enum:["create-only","upsert","sync"]},on_remove:{enum:["retain","disable","delete"]},
limits:{type:"object",additionalProperties:!1,properties:{creates:{type:"integer",minimum:0},removals:{type:"string",maxLength:4,
pattern:"^\\S(?:.*\\S)?$"},max_removals:{type:"integer",minimum:0},updates:{type:"string",maxLength:4,pattern:"^\\S(?:.*\\\
S)?$"}}}}}},schedule:{type:"string",maxLength:255,pattern:"^\\S(?:.*\\S)?$"},state:{type:"object",additionalProperties:!1,
required:["s3"],properties:{s3:{type:"string",maxLength:255,pattern:"^\\S(?:.*\\S)?$"}}},github:{type:"object",additionalProperties:!1,
required:["repository"],properties:{repository:{type:"string",maxLength:255,pattern:"^\\S(?:.*\\S)?$"},branch:{type:"str\
ing",maxLength:255,pattern:"^\\S(?:.*\\S)?$"},token:{type:"object",additionalProperties:!1,required:["ssm"],properties:{
ssm:{type:"string",maxLength:255,pattern:"^\\S(?:.*\\S)?$"},key:{type:"string",maxLength:255,pattern:"^\\S(?:.*\\S)?$"}}}}},
webhook:{type:"object",additionalProperties:!1,properties:{github:{type:"object",additionalProperties:!1,required:["ssm"],
properties:{ssm:{type:"string",maxLength:255,pattern:"^\\S(?:.*\\S)?$"},key:{type:"string",maxLength:255,pattern:"^\\S(?:\
.*\\S)?$"}}},buddy:{type:"object",additionalProperties:!1,required:["ssm"],properties:{ssm:{type:"string",maxLength:255,
pattern:"^\\S(?:.*\\S)?$"},key:{type:"string",maxLength:255,pattern:"^\\S(?:.*\\S)?$"}}}}},notify:{type:"string",maxLength:255,
pattern:"^\\S(?:.*\\S)?$"}}},l=Object.prototype.hasOwnProperty,x=new RegExp("^[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])\
?$","u"),S=new RegExp("^(?!\\.{1,2}$)[^\\s/\\\\%?#]+$","u"),u=new RegExp("^\\S(?:.*\\S)?$","u");function g(d,{instancePath:p="",
parentData:L,parentDataProperty:v,rootData:$=d}={}){let e=null,t=0;if(d&&typeof d=="object"&&!Array.isArray(d)){for(let n of Object.
keys(d))if(!(n==="instance"||n==="workspaces"||n==="schedule"||n==="state"||n==="github"||n==="webhook"||n==="notify")){
let r={instancePath:p,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:n}};
e===null?e=[r]:e.push(r),t++}if(d.instance!==void 0&&l.call(d,"instance")){let n=d.instance;if(typeof n=="string"){if(n.
length>100){let r={instancePath:p+"/instance",schemaPath:"#/properties/instance/maxLength",keyword:"maxLength",params:{limit:100}};
e===null?e=[r]:e.push(r),t++}if(!x.test(n)){let r={instancePath:p+"/instance",schemaPath:"#/properties/instance/pattern",
keyword:"pattern",params:{pattern:"^[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?$"}};e===null?e=[r]:e.push(r),t++}}else{let r={
instancePath:p+"/instance",schemaPath:"#/properties/instance/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:
e.push(r),t++}}if(d.workspaces!==void 0&&l.call(d,"workspaces")){let n=d.workspaces;if(Array.isArray(n)){if(n.length>1e4){
let s={instancePath:p+"/workspaces",schemaPath:"#/properties/workspaces/maxItems",keyword:"maxItems",params:{limit:1e4}};
e===null?e=[s]:e.push(s),t++}let r=n.length;for(let s=0;s<r;s++){let i=n[s];if(i&&typeof i=="object"&&!Array.isArray(i)){
for(let o of Object.keys(i))if(!l.call(w.properties.workspaces.items.properties,o)){let a={instancePath:p+"/workspaces/"+
s,schemaPath:"#/properties/workspaces/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:o}};
e===null?e=[a]:e.push(a),t++}if(i.workspace!==void 0&&l.call(i,"workspace")){let o=i.workspace;if(typeof o=="string"){if(o.
length>255){let a={instancePath:p+"/workspaces/"+s+"/workspace",schemaPath:"#/properties/workspaces/items/properties/wor\
kspace/maxLength",keyword:"maxLength",params:{limit:255}};e===null?e=[a]:e.push(a),t++}if(!S.test(o)){let a={instancePath:p+
"/workspaces/"+s+"/workspace",schemaPath:"#/properties/workspaces/items/properties/workspace/pattern",keyword:"pattern",
params:{pattern:"^(?!\\.{1,2}$)[^\\s/\\\\%?#]+$"}};e===null?e=[a]:e.push(a),t++}}else{let a={instancePath:p+"/workspaces\
/"+s+"/workspace",schemaPath:"#/properties/workspaces/items/properties/workspace/type",keyword:"type",params:{type:"stri\
ng"}};e===null?e=[a]:e.push(a),t++}}if(i.region!==void 0&&l.call(i,"region")){let o=i.region;if(!(o==="us"||o==="eu"||o===
"asia")){let a={instancePath:p+"/workspaces/"+s+"/region",schemaPath:"#/properties/workspaces/items/properties/region/en\
um",keyword:"enum",params:{allowedValues:w.properties.workspaces.items.properties.region.enum}};e===null?e=[a]:e.push(a),
t++}}if(i.api!==void 0&&l.call(i,"api")){let o=i.api;if(typeof o=="string"){if(o.length>255){let a={instancePath:p+"/wor\
kspaces/"+s+"/api",schemaPath:"#/properties/workspaces/items/properties/api/maxLength",keyword:"maxLength",params:{limit:255}};
e===null?e=[a]:e.push(a),t++}if(!u.test(o)){let a={instancePath:p+"/workspaces/"+s+"/api",schemaPath:"#/properties/works\
paces/items/properties/api/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[a]:e.push(a),t++}}else{
let a={instancePath:p+"/workspaces/"+s+"/api",schemaPath:"#/properties/workspaces/items/properties/api/type",keyword:"ty\
pe",params:{type:"string"}};e===null?e=[a]:e.push(a),t++}}if(i.manifests!==void 0&&l.call(i,"manifests")){let o=i.manifests;
if(typeof o=="string"){if(o.length>255){let a={instancePath:p+"/workspaces/"+s+"/manifests",schemaPath:"#/properties/wor\
kspaces/items/properties/manifests/maxLength",keyword:"maxLength",params:{limit:255}};e===null?e=[a]:e.push(a),t++}if(!u.
test(o)){let a={instancePath:p+"/workspaces/"+s+"/manifests",schemaPath:"#/properties/workspaces/items/properties/manife\
sts/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[a]:e.push(a),t++}}else{let a={instancePath:p+
"/workspaces/"+s+"/manifests",schemaPath:"#/properties/workspaces/items/properties/manifests/type",keyword:"type",params:{
type:"string"}};e===null?e=[a]:e.push(a),t++}}if(i.source!==void 0&&l.call(i,"source")){let o=i.source;if(!(o==="bundle"||
o==="release"||o==="prefix"||o==="github")){let a={instancePath:p+"/workspaces/"+s+"/source",schemaPath:"#/properties/wo\
rkspaces/items/properties/source/enum",keyword:"enum",params:{allowedValues:w.properties.workspaces.items.properties.source.
enum}};e===null?e=[a]:e.push(a),t++}}if(i.token!==void 0&&l.call(i,"token")){let o=i.token,a=t,h=!1,f=null,b=t;if(o&&typeof o==
"object"&&!Array.isArray(o)&&(o.env===void 0||!l.call(o,"env"))){let m={instancePath:p+"/workspaces/"+s+"/token",schemaPath:"\
#/properties/workspaces/items/properties/token/oneOf/0/required",keyword:"required",params:{missingProperty:"env"}};e===
null?e=[m]:e.push(m),t++}var k=b===t;k&&(h=!0,f=0);let P=t;if(o&&typeof o=="object"&&!Array.isArray(o)&&(o.ssm===void 0||
!l.call(o,"ssm"))){let m={instancePath:p+"/workspaces/"+s+"/token",schemaPath:"#/properties/workspaces/items/properties/\
token/oneOf/1/required",keyword:"required",params:{missingProperty:"ssm"}};e===null?e=[m]:e.push(m),t++}var k=P===t;if(k&&
h)h=!1,f=[f,1];else{k&&(h=!0,f=1);let m=t;if(o&&typeof o=="object"&&!Array.isArray(o)&&(o.oidc===void 0||!l.call(o,"oidc"))){
let y={instancePath:p+"/workspaces/"+s+"/token",schemaPath:"#/properties/workspaces/items/properties/token/oneOf/2/requi\
red",keyword:"required",params:{missingProperty:"oidc"}};e===null?e=[y]:e.push(y),t++}var k=m===t;k&&h?(h=!1,f=[f,2]):k&&
(h=!0,f=2)}if(h)t=a,e!==null&&(a?e.length=a:e=null);else{let m={instancePath:p+"/workspaces/"+s+"/token",schemaPath:"#/p\
roperties/workspaces/items/properties/token/oneOf",keyword:"oneOf",params:{passingSchemas:f}};e===null?e=[m]:e.push(m),t++}
if(o&&typeof o=="object"&&!Array.isArray(o)){for(let m of Object.keys(o))if(!(m==="env"||m==="ssm"||m==="key"||m==="oidc")){
let c={instancePath:p+"/workspaces/"+s+"/token",schemaPath:"#/properties/workspaces/items/properties/token/additionalPro\
perties",keyword:"additionalProperties",params:{additionalProperty:m}};e===null?e=[c]:e.push(c),t++}if(o.env!==void 0&&l.
call(o,"env")){let m=o.env;if(typeof m=="string"){if(m.length>255){let c={instancePath:p+"/workspaces/"+s+"/token/env",schemaPath:"\
#/properties/workspaces/items/properties/token/properties/env/maxLength",keyword:"maxLength",params:{limit:255}};e===null?
e=[c]:e.push(c),t++}if(!u.test(m)){let c={instancePath:p+"/workspaces/"+s+"/token/env",schemaPath:"#/properties/workspac\
es/items/properties/token/properties/env/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[c]:e.
push(c),t++}}else{let c={instancePath:p+"/workspaces/"+s+"/token/env",schemaPath:"#/properties/workspaces/items/properti\
es/token/properties/env/type",keyword:"type",params:{type:"string"}};e===null?e=[c]:e.push(c),t++}}if(o.ssm!==void 0&&l.
call(o,"ssm")){let m=o.ssm;if(typeof m=="string"){if(m.length>255){let c={instancePath:p+"/workspaces/"+s+"/token/ssm",schemaPath:"\
#/properties/workspaces/items/properties/token/properties/ssm/maxLength",keyword:"maxLength",params:{limit:255}};e===null?
e=[c]:e.push(c),t++}if(!u.test(m)){let c={instancePath:p+"/workspaces/"+s+"/token/ssm",schemaPath:"#/properties/workspac\
es/items/properties/token/properties/ssm/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[c]:e.
push(c),t++}}else{let c={instancePath:p+"/workspaces/"+s+"/token/ssm",schemaPath:"#/properties/workspaces/items/properti\
es/token/properties/ssm/type",keyword:"type",params:{type:"string"}};e===null?e=[c]:e.push(c),t++}}if(o.key!==void 0&&l.
call(o,"key")){let m=o.key;if(typeof m=="string"){if(m.length>255){let c={instancePath:p+"/workspaces/"+s+"/token/key",schemaPath:"\
#/properties/workspaces/items/properties/token/properties/key/maxLength",keyword:"maxLength",params:{limit:255}};e===null?
e=[c]:e.push(c),t++}if(!u.test(m)){let c={instancePath:p+"/workspaces/"+s+"/token/key",schemaPath:"#/properties/workspac\
es/items/properties/token/properties/key/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[c]:e.
push(c),t++}}else{let c={instancePath:p+"/workspaces/"+s+"/token/key",schemaPath:"#/properties/workspaces/items/properti\
es/token/properties/key/type",keyword:"type",params:{type:"string"}};e===null?e=[c]:e.push(c),t++}}if(o.oidc!==void 0&&l.
call(o,"oidc")){let m=o.oidc;if(m&&typeof m=="object"&&!Array.isArray(m)){if(m.provider_id===void 0||!l.call(m,"provider\
_id")){let c={instancePath:p+"/workspaces/"+s+"/token/oidc",schemaPath:"#/properties/workspaces/items/properties/token/p\
roperties/oidc/required",keyword:"required",params:{missingProperty:"provider_id"}};e===null?e=[c]:e.push(c),t++}for(let c of Object.
keys(m))if(!(c==="provider_id"||c==="audience")){let y={instancePath:p+"/workspaces/"+s+"/token/oidc",schemaPath:"#/prop\
erties/workspaces/items/properties/token/properties/oidc/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:c}};
e===null?e=[y]:e.push(y),t++}if(m.provider_id!==void 0&&l.call(m,"provider_id")){let c=m.provider_id;if(typeof c=="strin\
g"){if(c.length>255){let y={instancePath:p+"/workspaces/"+s+"/token/oidc/provider_id",schemaPath:"#/properties/workspace\
s/items/properties/token/properties/oidc/properties/provider_id/maxLength",keyword:"maxLength",params:{limit:255}};e===null?
e=[y]:e.push(y),t++}if(!u.test(c)){let y={instancePath:p+"/workspaces/"+s+"/token/oidc/provider_id",schemaPath:"#/proper\
ties/workspaces/items/properties/token/properties/oidc/properties/provider_id/pattern",keyword:"pattern",params:{pattern:"\
^\\S(?:.*\\S)?$"}};e===null?e=[y]:e.push(y),t++}}else{let y={instancePath:p+"/workspaces/"+s+"/token/oidc/provider_id",schemaPath:"\
#/properties/workspaces/items/properties/token/properties/oidc/properties/provider_id/type",keyword:"type",params:{type:"\
string"}};e===null?e=[y]:e.push(y),t++}}if(m.audience!==void 0&&l.call(m,"audience")){let c=m.audience;if(typeof c=="str\
ing"){if(c.length>255){let y={instancePath:p+"/workspaces/"+s+"/token/oidc/audience",schemaPath:"#/properties/workspaces\
/items/properties/token/properties/oidc/properties/audience/maxLength",keyword:"maxLength",params:{limit:255}};e===null?
e=[y]:e.push(y),t++}if(!u.test(c)){let y={instancePath:p+"/workspaces/"+s+"/token/oidc/audience",schemaPath:"#/propertie\
s/workspaces/items/properties/token/properties/oidc/properties/audience/pattern",keyword:"pattern",params:{pattern:"^\\S(\
?:.*\\S)?$"}};e===null?e=[y]:e.push(y),t++}}else{let y={instancePath:p+"/workspaces/"+s+"/token/oidc/audience",schemaPath:"\
#/properties/workspaces/items/properties/token/properties/oidc/properties/audience/type",keyword:"type",params:{type:"st\
ring"}};e===null?e=[y]:e.push(y),t++}}}else{let c={instancePath:p+"/workspaces/"+s+"/token/oidc",schemaPath:"#/propertie\
s/workspaces/items/properties/token/properties/oidc/type",keyword:"type",params:{type:"object"}};e===null?e=[c]:e.push(c),
t++}}}else{let m={instancePath:p+"/workspaces/"+s+"/token",schemaPath:"#/properties/workspaces/items/properties/token/ty\
pe",keyword:"type",params:{type:"object"}};e===null?e=[m]:e.push(m),t++}}if(i.policy!==void 0&&l.call(i,"policy")){let o=i.
policy;if(!(o==="create-only"||o==="upsert"||o==="sync")){let a={instancePath:p+"/workspaces/"+s+"/policy",schemaPath:"#\
/properties/workspaces/items/properties/policy/enum",keyword:"enum",params:{allowedValues:w.properties.workspaces.items.
properties.policy.enum}};e===null?e=[a]:e.push(a),t++}}if(i.on_remove!==void 0&&l.call(i,"on_remove")){let o=i.on_remove;
if(!(o==="retain"||o==="disable"||o==="delete")){let a={instancePath:p+"/workspaces/"+s+"/on_remove",schemaPath:"#/prope\
rties/workspaces/items/properties/on_remove/enum",keyword:"enum",params:{allowedValues:w.properties.workspaces.items.properties.
on_remove.enum}};e===null?e=[a]:e.push(a),t++}}if(i.limits!==void 0&&l.call(i,"limits")){let o=i.limits;if(o&&typeof o==
"object"&&!Array.isArray(o)){for(let a of Object.keys(o))if(!(a==="creates"||a==="removals"||a==="max_removals"||a==="up\
dates")){let h={instancePath:p+"/workspaces/"+s+"/limits",schemaPath:"#/properties/workspaces/items/properties/limits/ad\
ditionalProperties",keyword:"additionalProperties",params:{additionalProperty:a}};e===null?e=[h]:e.push(h),t++}if(o.creates!==
void 0&&l.call(o,"creates")){let a=o.creates;if(!(typeof a=="number"&&!(a%1)&&!isNaN(a)&&isFinite(a))){let h={instancePath:p+
"/workspaces/"+s+"/limits/creates",schemaPath:"#/properties/workspaces/items/properties/limits/properties/creates/type",
keyword:"type",params:{type:"integer"}};e===null?e=[h]:e.push(h),t++}if(typeof a=="number"&&isFinite(a)&&(a<0||isNaN(a))){
let h={instancePath:p+"/workspaces/"+s+"/limits/creates",schemaPath:"#/properties/workspaces/items/properties/limits/pro\
perties/creates/minimum",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[h]:e.push(h),t++}}if(o.removals!==
void 0&&l.call(o,"removals")){let a=o.removals;if(typeof a=="string"){if(a.length>4){let h={instancePath:p+"/workspaces/"+
s+"/limits/removals",schemaPath:"#/properties/workspaces/items/properties/limits/properties/removals/maxLength",keyword:"\
maxLength",params:{limit:4}};e===null?e=[h]:e.push(h),t++}if(!u.test(a)){let h={instancePath:p+"/workspaces/"+s+"/limits\
/removals",schemaPath:"#/properties/workspaces/items/properties/limits/properties/removals/pattern",keyword:"pattern",params:{
pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[h]:e.push(h),t++}}else{let h={instancePath:p+"/workspaces/"+s+"/limits/removals",
schemaPath:"#/properties/workspaces/items/properties/limits/properties/removals/type",keyword:"type",params:{type:"strin\
g"}};e===null?e=[h]:e.push(h),t++}}if(o.max_removals!==void 0&&l.call(o,"max_removals")){let a=o.max_removals;if(!(typeof a==
"number"&&!(a%1)&&!isNaN(a)&&isFinite(a))){let h={instancePath:p+"/workspaces/"+s+"/limits/max_removals",schemaPath:"#/p\
roperties/workspaces/items/properties/limits/properties/max_removals/type",keyword:"type",params:{type:"integer"}};e===null?
e=[h]:e.push(h),t++}if(typeof a=="number"&&isFinite(a)&&(a<0||isNaN(a))){let h={instancePath:p+"/workspaces/"+s+"/limits\
/max_removals",schemaPath:"#/properties/workspaces/items/properties/limits/properties/max_removals/minimum",keyword:"min\
imum",params:{comparison:">=",limit:0}};e===null?e=[h]:e.push(h),t++}}if(o.updates!==void 0&&l.call(o,"updates")){let a=o.
updates;if(typeof a=="string"){if(a.length>4){let h={instancePath:p+"/workspaces/"+s+"/limits/updates",schemaPath:"#/pro\
perties/workspaces/items/properties/limits/properties/updates/maxLength",keyword:"maxLength",params:{limit:4}};e===null?
e=[h]:e.push(h),t++}if(!u.test(a)){let h={instancePath:p+"/workspaces/"+s+"/limits/updates",schemaPath:"#/properties/wor\
kspaces/items/properties/limits/properties/updates/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?
e=[h]:e.push(h),t++}}else{let h={instancePath:p+"/workspaces/"+s+"/limits/updates",schemaPath:"#/properties/workspaces/i\
tems/properties/limits/properties/updates/type",keyword:"type",params:{type:"string"}};e===null?e=[h]:e.push(h),t++}}}else{
let a={instancePath:p+"/workspaces/"+s+"/limits",schemaPath:"#/properties/workspaces/items/properties/limits/type",keyword:"\
type",params:{type:"object"}};e===null?e=[a]:e.push(a),t++}}}else{let o={instancePath:p+"/workspaces/"+s,schemaPath:"#/p\
roperties/workspaces/items/type",keyword:"type",params:{type:"object"}};e===null?e=[o]:e.push(o),t++}}}else{let r={instancePath:p+
"/workspaces",schemaPath:"#/properties/workspaces/type",keyword:"type",params:{type:"array"}};e===null?e=[r]:e.push(r),t++}}
if(d.schedule!==void 0&&l.call(d,"schedule")){let n=d.schedule;if(typeof n=="string"){if(n.length>255){let r={instancePath:p+
"/schedule",schemaPath:"#/properties/schedule/maxLength",keyword:"maxLength",params:{limit:255}};e===null?e=[r]:e.push(r),
t++}if(!u.test(n)){let r={instancePath:p+"/schedule",schemaPath:"#/properties/schedule/pattern",keyword:"pattern",params:{
pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[r]:e.push(r),t++}}else{let r={instancePath:p+"/schedule",schemaPath:"#/propertie\
s/schedule/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),t++}}if(d.state!==void 0&&l.call(d,"sta\
te")){let n=d.state;if(n&&typeof n=="object"&&!Array.isArray(n)){if(n.s3===void 0||!l.call(n,"s3")){let r={instancePath:p+
"/state",schemaPath:"#/properties/state/required",keyword:"required",params:{missingProperty:"s3"}};e===null?e=[r]:e.push(
r),t++}for(let r of Object.keys(n))if(r!=="s3"){let s={instancePath:p+"/state",schemaPath:"#/properties/state/additional\
Properties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),t++}if(n.s3!==void 0&&
l.call(n,"s3")){let r=n.s3;if(typeof r=="string"){if(r.length>255){let s={instancePath:p+"/state/s3",schemaPath:"#/prope\
rties/state/properties/s3/maxLength",keyword:"maxLength",params:{limit:255}};e===null?e=[s]:e.push(s),t++}if(!u.test(r)){
let s={instancePath:p+"/state/s3",schemaPath:"#/properties/state/properties/s3/pattern",keyword:"pattern",params:{pattern:"\
^\\S(?:.*\\S)?$"}};e===null?e=[s]:e.push(s),t++}}else{let s={instancePath:p+"/state/s3",schemaPath:"#/properties/state/p\
roperties/s3/type",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}}else{let r={instancePath:p+"/st\
ate",schemaPath:"#/properties/state/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}}if(d.github!==
void 0&&l.call(d,"github")){let n=d.github;if(n&&typeof n=="object"&&!Array.isArray(n)){if(n.repository===void 0||!l.call(
n,"repository")){let r={instancePath:p+"/github",schemaPath:"#/properties/github/required",keyword:"required",params:{missingProperty:"\
repository"}};e===null?e=[r]:e.push(r),t++}for(let r of Object.keys(n))if(!(r==="repository"||r==="branch"||r==="token")){
let s={instancePath:p+"/github",schemaPath:"#/properties/github/additionalProperties",keyword:"additionalProperties",params:{
additionalProperty:r}};e===null?e=[s]:e.push(s),t++}if(n.repository!==void 0&&l.call(n,"repository")){let r=n.repository;
if(typeof r=="string"){if(r.length>255){let s={instancePath:p+"/github/repository",schemaPath:"#/properties/github/prope\
rties/repository/maxLength",keyword:"maxLength",params:{limit:255}};e===null?e=[s]:e.push(s),t++}if(!u.test(r)){let s={instancePath:p+
"/github/repository",schemaPath:"#/properties/github/properties/repository/pattern",keyword:"pattern",params:{pattern:"^\
\\S(?:.*\\S)?$"}};e===null?e=[s]:e.push(s),t++}}else{let s={instancePath:p+"/github/repository",schemaPath:"#/properties\
/github/properties/repository/type",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(n.branch!==void 0&&
l.call(n,"branch")){let r=n.branch;if(typeof r=="string"){if(r.length>255){let s={instancePath:p+"/github/branch",schemaPath:"\
#/properties/github/properties/branch/maxLength",keyword:"maxLength",params:{limit:255}};e===null?e=[s]:e.push(s),t++}if(!u.
test(r)){let s={instancePath:p+"/github/branch",schemaPath:"#/properties/github/properties/branch/pattern",keyword:"patt\
ern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[s]:e.push(s),t++}}else{let s={instancePath:p+"/github/branch",schemaPath:"\
#/properties/github/properties/branch/type",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(n.token!==
void 0&&l.call(n,"token")){let r=n.token;if(r&&typeof r=="object"&&!Array.isArray(r)){if(r.ssm===void 0||!l.call(r,"ssm")){
let s={instancePath:p+"/github/token",schemaPath:"#/properties/github/properties/token/required",keyword:"required",params:{
missingProperty:"ssm"}};e===null?e=[s]:e.push(s),t++}for(let s of Object.keys(r))if(!(s==="ssm"||s==="key")){let i={instancePath:p+
"/github/token",schemaPath:"#/properties/github/properties/token/additionalProperties",keyword:"additionalProperties",params:{
additionalProperty:s}};e===null?e=[i]:e.push(i),t++}if(r.ssm!==void 0&&l.call(r,"ssm")){let s=r.ssm;if(typeof s=="string"){
if(s.length>255){let i={instancePath:p+"/github/token/ssm",schemaPath:"#/properties/github/properties/token/properties/s\
sm/maxLength",keyword:"maxLength",params:{limit:255}};e===null?e=[i]:e.push(i),t++}if(!u.test(s)){let i={instancePath:p+
"/github/token/ssm",schemaPath:"#/properties/github/properties/token/properties/ssm/pattern",keyword:"pattern",params:{pattern:"\
^\\S(?:.*\\S)?$"}};e===null?e=[i]:e.push(i),t++}}else{let i={instancePath:p+"/github/token/ssm",schemaPath:"#/properties\
/github/properties/token/properties/ssm/type",keyword:"type",params:{type:"string"}};e===null?e=[i]:e.push(i),t++}}if(r.
key!==void 0&&l.call(r,"key")){let s=r.key;if(typeof s=="string"){if(s.length>255){let i={instancePath:p+"/github/token/\
key",schemaPath:"#/properties/github/properties/token/properties/key/maxLength",keyword:"maxLength",params:{limit:255}};
e===null?e=[i]:e.push(i),t++}if(!u.test(s)){let i={instancePath:p+"/github/token/key",schemaPath:"#/properties/github/pr\
operties/token/properties/key/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[i]:e.push(i),t++}}else{
let i={instancePath:p+"/github/token/key",schemaPath:"#/properties/github/properties/token/properties/key/type",keyword:"\
type",params:{type:"string"}};e===null?e=[i]:e.push(i),t++}}}else{let s={instancePath:p+"/github/token",schemaPath:"#/pr\
operties/github/properties/token/type",keyword:"type",params:{type:"object"}};e===null?e=[s]:e.push(s),t++}}}else{let r={
instancePath:p+"/github",schemaPath:"#/properties/github/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(
r),t++}}if(d.webhook!==void 0&&l.call(d,"webhook")){let n=d.webhook;if(n&&typeof n=="object"&&!Array.isArray(n)){for(let r of Object.
keys(n))if(!(r==="github"||r==="buddy")){let s={instancePath:p+"/webhook",schemaPath:"#/properties/webhook/additionalPro\
perties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),t++}if(n.github!==void 0&&
l.call(n,"github")){let r=n.github;if(r&&typeof r=="object"&&!Array.isArray(r)){if(r.ssm===void 0||!l.call(r,"ssm")){let s={
instancePath:p+"/webhook/github",schemaPath:"#/properties/webhook/properties/github/required",keyword:"required",params:{
missingProperty:"ssm"}};e===null?e=[s]:e.push(s),t++}for(let s of Object.keys(r))if(!(s==="ssm"||s==="key")){let i={instancePath:p+
"/webhook/github",schemaPath:"#/properties/webhook/properties/github/additionalProperties",keyword:"additionalProperties",
params:{additionalProperty:s}};e===null?e=[i]:e.push(i),t++}if(r.ssm!==void 0&&l.call(r,"ssm")){let s=r.ssm;if(typeof s==
"string"){if(s.length>255){let i={instancePath:p+"/webhook/github/ssm",schemaPath:"#/properties/webhook/properties/githu\
b/properties/ssm/maxLength",keyword:"maxLength",params:{limit:255}};e===null?e=[i]:e.push(i),t++}if(!u.test(s)){let i={instancePath:p+
"/webhook/github/ssm",schemaPath:"#/properties/webhook/properties/github/properties/ssm/pattern",keyword:"pattern",params:{
pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[i]:e.push(i),t++}}else{let i={instancePath:p+"/webhook/github/ssm",schemaPath:"#\
/properties/webhook/properties/github/properties/ssm/type",keyword:"type",params:{type:"string"}};e===null?e=[i]:e.push(
i),t++}}if(r.key!==void 0&&l.call(r,"key")){let s=r.key;if(typeof s=="string"){if(s.length>255){let i={instancePath:p+"/\
webhook/github/key",schemaPath:"#/properties/webhook/properties/github/properties/key/maxLength",keyword:"maxLength",params:{
limit:255}};e===null?e=[i]:e.push(i),t++}if(!u.test(s)){let i={instancePath:p+"/webhook/github/key",schemaPath:"#/proper\
ties/webhook/properties/github/properties/key/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=
[i]:e.push(i),t++}}else{let i={instancePath:p+"/webhook/github/key",schemaPath:"#/properties/webhook/properties/github/p\
roperties/key/type",keyword:"type",params:{type:"string"}};e===null?e=[i]:e.push(i),t++}}}else{let s={instancePath:p+"/w\
ebhook/github",schemaPath:"#/properties/webhook/properties/github/type",keyword:"type",params:{type:"object"}};e===null?
e=[s]:e.push(s),t++}}if(n.buddy!==void 0&&l.call(n,"buddy")){let r=n.buddy;if(r&&typeof r=="object"&&!Array.isArray(r)){
if(r.ssm===void 0||!l.call(r,"ssm")){let s={instancePath:p+"/webhook/buddy",schemaPath:"#/properties/webhook/properties/\
buddy/required",keyword:"required",params:{missingProperty:"ssm"}};e===null?e=[s]:e.push(s),t++}for(let s of Object.keys(
r))if(!(s==="ssm"||s==="key")){let i={instancePath:p+"/webhook/buddy",schemaPath:"#/properties/webhook/properties/buddy/\
additionalProperties",keyword:"additionalProperties",params:{additionalProperty:s}};e===null?e=[i]:e.push(i),t++}if(r.ssm!==
void 0&&l.call(r,"ssm")){let s=r.ssm;if(typeof s=="string"){if(s.length>255){let i={instancePath:p+"/webhook/buddy/ssm",
schemaPath:"#/properties/webhook/properties/buddy/properties/ssm/maxLength",keyword:"maxLength",params:{limit:255}};e===
null?e=[i]:e.push(i),t++}if(!u.test(s)){let i={instancePath:p+"/webhook/buddy/ssm",schemaPath:"#/properties/webhook/prop\
erties/buddy/properties/ssm/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[i]:e.push(i),t++}}else{
let i={instancePath:p+"/webhook/buddy/ssm",schemaPath:"#/properties/webhook/properties/buddy/properties/ssm/type",keyword:"\
type",params:{type:"string"}};e===null?e=[i]:e.push(i),t++}}if(r.key!==void 0&&l.call(r,"key")){let s=r.key;if(typeof s==
"string"){if(s.length>255){let i={instancePath:p+"/webhook/buddy/key",schemaPath:"#/properties/webhook/properties/buddy/\
properties/key/maxLength",keyword:"maxLength",params:{limit:255}};e===null?e=[i]:e.push(i),t++}if(!u.test(s)){let i={instancePath:p+
"/webhook/buddy/key",schemaPath:"#/properties/webhook/properties/buddy/properties/key/pattern",keyword:"pattern",params:{
pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[i]:e.push(i),t++}}else{let i={instancePath:p+"/webhook/buddy/key",schemaPath:"#/\
properties/webhook/properties/buddy/properties/key/type",keyword:"type",params:{type:"string"}};e===null?e=[i]:e.push(i),
t++}}}else{let s={instancePath:p+"/webhook/buddy",schemaPath:"#/properties/webhook/properties/buddy/type",keyword:"type",
params:{type:"object"}};e===null?e=[s]:e.push(s),t++}}}else{let r={instancePath:p+"/webhook",schemaPath:"#/properties/we\
bhook/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}}if(d.notify!==void 0&&l.call(d,"notify")){
let n=d.notify;if(typeof n=="string"){if(n.length>255){let r={instancePath:p+"/notify",schemaPath:"#/properties/notify/m\
axLength",keyword:"maxLength",params:{limit:255}};e===null?e=[r]:e.push(r),t++}if(!u.test(n)){let r={instancePath:p+"/no\
tify",schemaPath:"#/properties/notify/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[r]:e.push(
r),t++}}else{let r={instancePath:p+"/notify",schemaPath:"#/properties/notify/type",keyword:"type",params:{type:"string"}};
e===null?e=[r]:e.push(r),t++}}}else{let n={instancePath:p,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===
null?e=[n]:e.push(n),t++}return g.errors=e,t===0}export{j as validate};
