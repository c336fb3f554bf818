// @ts-nocheck
// Generated from the schema by `npm run generate`: change the schema, not this file.
var $=g,w={$schema:"http://json-schema.org/draft-07/schema#",$id:"urn:distro-sync:config",type:"object",additionalProperties:!1,
properties:{instance:{type:"string",maxLength:100,pattern:"^[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?$"},workspaces:{type:"\
array",maxItems:1e3,items:{type:"object",additionalProperties:!1,properties:{workspace:{type:"string",maxLength:255,pattern:"\
^(?!\\.{1,2}$)[^\\s/\\\\%?#]+$"},region:{enum:["us","eu","asia"]},api:{type:"string",maxLength:255,pattern:"^\\S(?:.*\\S)?\
$"},manifests:{type:"string",maxLength:255,pattern:"^\\S(?:.*\\S)?$"},token:{type:"object",additionalProperties:!1,oneOf:[
{required:["env"]},{required:["ssm"]},{required:["oidc"]}],properties:{env:{type:"string",maxLength:255,pattern:"^\\S(?:.\
*\\S)?$"},ssm:{type:"string",maxLength:255,pattern:"^\\S(?:.*\\S)?$"},oidc:{type:"object",additionalProperties:!1,required:[
"provider_id"],properties:{provider_id:{type:"string",maxLength:255,pattern:"^\\S(?:.*\\S)?$"}}}}},policy:{enum:["create\
-only","upsert","sync"]},on_remove:{enum:["retain","disable","delete"]},limits:{type:"object",additionalProperties:!1,properties:{
creates:{type:"integer",minimum:0},removals:{type:"string",maxLength:4,pattern:"^\\S(?:.*\\S)?$"},max_removals:{type:"in\
teger",minimum:0},updates:{type:"string",maxLength:4,pattern:"^\\S(?:.*\\S)?$"}}}}}},schedule:{type:"string",maxLength:255,
pattern:"^\\S(?:.*\\S)?$"}}},m=Object.prototype.hasOwnProperty,x=new RegExp("^[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])\
?$","u"),_=new RegExp("^(?!\\.{1,2}$)[^\\s/\\\\%?#]+$","u"),u=new RegExp("^\\S(?:.*\\S)?$","u");function g(f,{instancePath:p="",
parentData:S,parentDataProperty:b,rootData:L=f}={}){let e=null,t=0;if(f&&typeof f=="object"&&!Array.isArray(f)){for(let d of Object.
keys(f))if(!(d==="instance"||d==="workspaces"||d==="schedule")){let c={instancePath:p,schemaPath:"#/additionalProperties",
keyword:"additionalProperties",params:{additionalProperty:d}};e===null?e=[c]:e.push(c),t++}if(f.instance!==void 0&&m.call(
f,"instance")){let d=f.instance;if(typeof d=="string"){if(d.length>100){let c={instancePath:p+"/instance",schemaPath:"#/\
properties/instance/maxLength",keyword:"maxLength",params:{limit:100}};e===null?e=[c]:e.push(c),t++}if(!x.test(d)){let c={
instancePath:p+"/instance",schemaPath:"#/properties/instance/pattern",keyword:"pattern",params:{pattern:"^[A-Za-z0-9_](?\
:[A-Za-z0-9_-]*[A-Za-z0-9_])?$"}};e===null?e=[c]:e.push(c),t++}}else{let c={instancePath:p+"/instance",schemaPath:"#/pro\
perties/instance/type",keyword:"type",params:{type:"string"}};e===null?e=[c]:e.push(c),t++}}if(f.workspaces!==void 0&&m.
call(f,"workspaces")){let d=f.workspaces;if(Array.isArray(d)){if(d.length>1e3){let i={instancePath:p+"/workspaces",schemaPath:"\
#/properties/workspaces/maxItems",keyword:"maxItems",params:{limit:1e3}};e===null?e=[i]:e.push(i),t++}let c=d.length;for(let i=0;i<
c;i++){let l=d[i];if(l&&typeof l=="object"&&!Array.isArray(l)){for(let s of Object.keys(l))if(!(s==="workspace"||s==="re\
gion"||s==="api"||s==="manifests"||s==="token"||s==="policy"||s==="on_remove"||s==="limits")){let r={instancePath:p+"/wo\
rkspaces/"+i,schemaPath:"#/properties/workspaces/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:s}};
e===null?e=[r]:e.push(r),t++}if(l.workspace!==void 0&&m.call(l,"workspace")){let s=l.workspace;if(typeof s=="string"){if(s.
length>255){let r={instancePath:p+"/workspaces/"+i+"/workspace",schemaPath:"#/properties/workspaces/items/properties/wor\
kspace/maxLength",keyword:"maxLength",params:{limit:255}};e===null?e=[r]:e.push(r),t++}if(!_.test(s)){let r={instancePath:p+
"/workspaces/"+i+"/workspace",schemaPath:"#/properties/workspaces/items/properties/workspace/pattern",keyword:"pattern",
params:{pattern:"^(?!\\.{1,2}$)[^\\s/\\\\%?#]+$"}};e===null?e=[r]:e.push(r),t++}}else{let r={instancePath:p+"/workspaces\
/"+i+"/workspace",schemaPath:"#/properties/workspaces/items/properties/workspace/type",keyword:"type",params:{type:"stri\
ng"}};e===null?e=[r]:e.push(r),t++}}if(l.region!==void 0&&m.call(l,"region")){let s=l.region;if(!(s==="us"||s==="eu"||s===
"asia")){let r={instancePath:p+"/workspaces/"+i+"/region",schemaPath:"#/properties/workspaces/items/properties/region/en\
um",keyword:"enum",params:{allowedValues:w.properties.workspaces.items.properties.region.enum}};e===null?e=[r]:e.push(r),
t++}}if(l.api!==void 0&&m.call(l,"api")){let s=l.api;if(typeof s=="string"){if(s.length>255){let r={instancePath:p+"/wor\
kspaces/"+i+"/api",schemaPath:"#/properties/workspaces/items/properties/api/maxLength",keyword:"maxLength",params:{limit:255}};
e===null?e=[r]:e.push(r),t++}if(!u.test(s)){let r={instancePath:p+"/workspaces/"+i+"/api",schemaPath:"#/properties/works\
paces/items/properties/api/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[r]:e.push(r),t++}}else{
let r={instancePath:p+"/workspaces/"+i+"/api",schemaPath:"#/properties/workspaces/items/properties/api/type",keyword:"ty\
pe",params:{type:"string"}};e===null?e=[r]:e.push(r),t++}}if(l.manifests!==void 0&&m.call(l,"manifests")){let s=l.manifests;
if(typeof s=="string"){if(s.length>255){let r={instancePath:p+"/workspaces/"+i+"/manifests",schemaPath:"#/properties/wor\
kspaces/items/properties/manifests/maxLength",keyword:"maxLength",params:{limit:255}};e===null?e=[r]:e.push(r),t++}if(!u.
test(s)){let r={instancePath:p+"/workspaces/"+i+"/manifests",schemaPath:"#/properties/workspaces/items/properties/manife\
sts/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[r]:e.push(r),t++}}else{let r={instancePath:p+
"/workspaces/"+i+"/manifests",schemaPath:"#/properties/workspaces/items/properties/manifests/type",keyword:"type",params:{
type:"string"}};e===null?e=[r]:e.push(r),t++}}if(l.token!==void 0&&m.call(l,"token")){let s=l.token,r=t,a=!1,k=null,P=t;
if(s&&typeof s=="object"&&!Array.isArray(s)&&(s.env===void 0||!m.call(s,"env"))){let o={instancePath:p+"/workspaces/"+i+
"/token",schemaPath:"#/properties/workspaces/items/properties/token/oneOf/0/required",keyword:"required",params:{missingProperty:"\
env"}};e===null?e=[o]:e.push(o),t++}var y=P===t;y&&(a=!0,k=0);let v=t;if(s&&typeof s=="object"&&!Array.isArray(s)&&(s.ssm===
void 0||!m.call(s,"ssm"))){let o={instancePath:p+"/workspaces/"+i+"/token",schemaPath:"#/properties/workspaces/items/pro\
perties/token/oneOf/1/required",keyword:"required",params:{missingProperty:"ssm"}};e===null?e=[o]:e.push(o),t++}var y=v===
t;if(y&&a)a=!1,k=[k,1];else{y&&(a=!0,k=1);let o=t;if(s&&typeof s=="object"&&!Array.isArray(s)&&(s.oidc===void 0||!m.call(
s,"oidc"))){let h={instancePath:p+"/workspaces/"+i+"/token",schemaPath:"#/properties/workspaces/items/properties/token/o\
neOf/2/required",keyword:"required",params:{missingProperty:"oidc"}};e===null?e=[h]:e.push(h),t++}var y=o===t;y&&a?(a=!1,
k=[k,2]):y&&(a=!0,k=2)}if(a)t=r,e!==null&&(r?e.length=r:e=null);else{let o={instancePath:p+"/workspaces/"+i+"/token",schemaPath:"\
#/properties/workspaces/items/properties/token/oneOf",keyword:"oneOf",params:{passingSchemas:k}};e===null?e=[o]:e.push(o),
t++}if(s&&typeof s=="object"&&!Array.isArray(s)){for(let o of Object.keys(s))if(!(o==="env"||o==="ssm"||o==="oidc")){let n={
instancePath:p+"/workspaces/"+i+"/token",schemaPath:"#/properties/workspaces/items/properties/token/additionalProperties",
keyword:"additionalProperties",params:{additionalProperty:o}};e===null?e=[n]:e.push(n),t++}if(s.env!==void 0&&m.call(s,"\
env")){let o=s.env;if(typeof o=="string"){if(o.length>255){let n={instancePath:p+"/workspaces/"+i+"/token/env",schemaPath:"\
#/properties/workspaces/items/properties/token/properties/env/maxLength",keyword:"maxLength",params:{limit:255}};e===null?
e=[n]:e.push(n),t++}if(!u.test(o)){let n={instancePath:p+"/workspaces/"+i+"/token/env",schemaPath:"#/properties/workspac\
es/items/properties/token/properties/env/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[n]:e.
push(n),t++}}else{let n={instancePath:p+"/workspaces/"+i+"/token/env",schemaPath:"#/properties/workspaces/items/properti\
es/token/properties/env/type",keyword:"type",params:{type:"string"}};e===null?e=[n]:e.push(n),t++}}if(s.ssm!==void 0&&m.
call(s,"ssm")){let o=s.ssm;if(typeof o=="string"){if(o.length>255){let n={instancePath:p+"/workspaces/"+i+"/token/ssm",schemaPath:"\
#/properties/workspaces/items/properties/token/properties/ssm/maxLength",keyword:"maxLength",params:{limit:255}};e===null?
e=[n]:e.push(n),t++}if(!u.test(o)){let n={instancePath:p+"/workspaces/"+i+"/token/ssm",schemaPath:"#/properties/workspac\
es/items/properties/token/properties/ssm/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[n]:e.
push(n),t++}}else{let n={instancePath:p+"/workspaces/"+i+"/token/ssm",schemaPath:"#/properties/workspaces/items/properti\
es/token/properties/ssm/type",keyword:"type",params:{type:"string"}};e===null?e=[n]:e.push(n),t++}}if(s.oidc!==void 0&&m.
call(s,"oidc")){let o=s.oidc;if(o&&typeof o=="object"&&!Array.isArray(o)){if(o.provider_id===void 0||!m.call(o,"provider\
_id")){let n={instancePath:p+"/workspaces/"+i+"/token/oidc",schemaPath:"#/properties/workspaces/items/properties/token/p\
roperties/oidc/required",keyword:"required",params:{missingProperty:"provider_id"}};e===null?e=[n]:e.push(n),t++}for(let n of Object.
keys(o))if(n!=="provider_id"){let h={instancePath:p+"/workspaces/"+i+"/token/oidc",schemaPath:"#/properties/workspaces/i\
tems/properties/token/properties/oidc/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:n}};
e===null?e=[h]:e.push(h),t++}if(o.provider_id!==void 0&&m.call(o,"provider_id")){let n=o.provider_id;if(typeof n=="strin\
g"){if(n.length>255){let h={instancePath:p+"/workspaces/"+i+"/token/oidc/provider_id",schemaPath:"#/properties/workspace\
s/items/properties/token/properties/oidc/properties/provider_id/maxLength",keyword:"maxLength",params:{limit:255}};e===null?
e=[h]:e.push(h),t++}if(!u.test(n)){let h={instancePath:p+"/workspaces/"+i+"/token/oidc/provider_id",schemaPath:"#/proper\
ties/workspaces/items/properties/token/properties/oidc/properties/provider_id/pattern",keyword:"pattern",params:{pattern:"\
^\\S(?:.*\\S)?$"}};e===null?e=[h]:e.push(h),t++}}else{let h={instancePath:p+"/workspaces/"+i+"/token/oidc/provider_id",schemaPath:"\
#/properties/workspaces/items/properties/token/properties/oidc/properties/provider_id/type",keyword:"type",params:{type:"\
string"}};e===null?e=[h]:e.push(h),t++}}}else{let n={instancePath:p+"/workspaces/"+i+"/token/oidc",schemaPath:"#/propert\
ies/workspaces/items/properties/token/properties/oidc/type",keyword:"type",params:{type:"object"}};e===null?e=[n]:e.push(
n),t++}}}else{let o={instancePath:p+"/workspaces/"+i+"/token",schemaPath:"#/properties/workspaces/items/properties/token\
/type",keyword:"type",params:{type:"object"}};e===null?e=[o]:e.push(o),t++}}if(l.policy!==void 0&&m.call(l,"policy")){let s=l.
policy;if(!(s==="create-only"||s==="upsert"||s==="sync")){let r={instancePath:p+"/workspaces/"+i+"/policy",schemaPath:"#\
/properties/workspaces/items/properties/policy/enum",keyword:"enum",params:{allowedValues:w.properties.workspaces.items.
properties.policy.enum}};e===null?e=[r]:e.push(r),t++}}if(l.on_remove!==void 0&&m.call(l,"on_remove")){let s=l.on_remove;
if(!(s==="retain"||s==="disable"||s==="delete")){let r={instancePath:p+"/workspaces/"+i+"/on_remove",schemaPath:"#/prope\
rties/workspaces/items/properties/on_remove/enum",keyword:"enum",params:{allowedValues:w.properties.workspaces.items.properties.
on_remove.enum}};e===null?e=[r]:e.push(r),t++}}if(l.limits!==void 0&&m.call(l,"limits")){let s=l.limits;if(s&&typeof s==
"object"&&!Array.isArray(s)){for(let r of Object.keys(s))if(!(r==="creates"||r==="removals"||r==="max_removals"||r==="up\
dates")){let a={instancePath:p+"/workspaces/"+i+"/limits",schemaPath:"#/properties/workspaces/items/properties/limits/ad\
ditionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[a]:e.push(a),t++}if(s.creates!==
void 0&&m.call(s,"creates")){let r=s.creates;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){let a={instancePath:p+
"/workspaces/"+i+"/limits/creates",schemaPath:"#/properties/workspaces/items/properties/limits/properties/creates/type",
keyword:"type",params:{type:"integer"}};e===null?e=[a]:e.push(a),t++}if(typeof r=="number"&&isFinite(r)&&(r<0||isNaN(r))){
let a={instancePath:p+"/workspaces/"+i+"/limits/creates",schemaPath:"#/properties/workspaces/items/properties/limits/pro\
perties/creates/minimum",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[a]:e.push(a),t++}}if(s.removals!==
void 0&&m.call(s,"removals")){let r=s.removals;if(typeof r=="string"){if(r.length>4){let a={instancePath:p+"/workspaces/"+
i+"/limits/removals",schemaPath:"#/properties/workspaces/items/properties/limits/properties/removals/maxLength",keyword:"\
maxLength",params:{limit:4}};e===null?e=[a]:e.push(a),t++}if(!u.test(r)){let a={instancePath:p+"/workspaces/"+i+"/limits\
/removals",schemaPath:"#/properties/workspaces/items/properties/limits/properties/removals/pattern",keyword:"pattern",params:{
pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[a]:e.push(a),t++}}else{let a={instancePath:p+"/workspaces/"+i+"/limits/removals",
schemaPath:"#/properties/workspaces/items/properties/limits/properties/removals/type",keyword:"type",params:{type:"strin\
g"}};e===null?e=[a]:e.push(a),t++}}if(s.max_removals!==void 0&&m.call(s,"max_removals")){let r=s.max_removals;if(!(typeof r==
"number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){let a={instancePath:p+"/workspaces/"+i+"/limits/max_removals",schemaPath:"#/p\
roperties/workspaces/items/properties/limits/properties/max_removals/type",keyword:"type",params:{type:"integer"}};e===null?
e=[a]:e.push(a),t++}if(typeof r=="number"&&isFinite(r)&&(r<0||isNaN(r))){let a={instancePath:p+"/workspaces/"+i+"/limits\
/max_removals",schemaPath:"#/properties/workspaces/items/properties/limits/properties/max_removals/minimum",keyword:"min\
imum",params:{comparison:">=",limit:0}};e===null?e=[a]:e.push(a),t++}}if(s.updates!==void 0&&m.call(s,"updates")){let r=s.
updates;if(typeof r=="string"){if(r.length>4){let a={instancePath:p+"/workspaces/"+i+"/limits/updates",schemaPath:"#/pro\
perties/workspaces/items/properties/limits/properties/updates/maxLength",keyword:"maxLength",params:{limit:4}};e===null?
e=[a]:e.push(a),t++}if(!u.test(r)){let a={instancePath:p+"/workspaces/"+i+"/limits/updates",schemaPath:"#/properties/wor\
kspaces/items/properties/limits/properties/updates/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?
e=[a]:e.push(a),t++}}else{let a={instancePath:p+"/workspaces/"+i+"/limits/updates",schemaPath:"#/properties/workspaces/i\
tems/properties/limits/properties/updates/type",keyword:"type",params:{type:"string"}};e===null?e=[a]:e.push(a),t++}}}else{
let r={instancePath:p+"/workspaces/"+i+"/limits",schemaPath:"#/properties/workspaces/items/properties/limits/type",keyword:"\
type",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}}}else{let s={instancePath:p+"/workspaces/"+i,schemaPath:"#/p\
roperties/workspaces/items/type",keyword:"type",params:{type:"object"}};e===null?e=[s]:e.push(s),t++}}}else{let c={instancePath:p+
"/workspaces",schemaPath:"#/properties/workspaces/type",keyword:"type",params:{type:"array"}};e===null?e=[c]:e.push(c),t++}}
if(f.schedule!==void 0&&m.call(f,"schedule")){let d=f.schedule;if(typeof d=="string"){if(d.length>255){let c={instancePath:p+
"/schedule",schemaPath:"#/properties/schedule/maxLength",keyword:"maxLength",params:{limit:255}};e===null?e=[c]:e.push(c),
t++}if(!u.test(d)){let c={instancePath:p+"/schedule",schemaPath:"#/properties/schedule/pattern",keyword:"pattern",params:{
pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[c]:e.push(c),t++}}else{let c={instancePath:p+"/schedule",schemaPath:"#/propertie\
s/schedule/type",keyword:"type",params:{type:"string"}};e===null?e=[c]:e.push(c),t++}}}else{let d={instancePath:p,schemaPath:"\
#/type",keyword:"type",params:{type:"object"}};e===null?e=[d]:e.push(d),t++}return g.errors=e,t===0}export{$ as validate};
