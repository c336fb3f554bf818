// @ts-nocheck
// Generated from the schema by `npm run generate`: change the schema, not this file.
var j=x,b={$schema:"http://json-schema.org/draft-07/schema#",$id:"urn:distro-sync:config",type:"object",additionalProperties:!1,
properties:{instance:{type:"string",maxLength:100,pattern:"^[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?$"},workspaces:{type:"\
array",maxItems:1e4,items:{type:"object",additionalProperties:!1,properties:{workspace:{type:"string",maxLength:255,pattern:"\
^(?!\\.{1,2}$)[^\\s/\\\\%?#]+$"},region:{enum:["us","eu","asia"]},api:{type:"string",maxLength:255,pattern:"^\\S(?:.*\\S)?\
$"},manifests:{type:"string",maxLength:255,pattern:"^\\S(?:.*\\S)?$"},source:{enum:["bundle","release","prefix","github"]},
token:{type:"object",additionalProperties:!1,oneOf:[{required:["env"]},{required:["ssm"]},{required:["oidc"]}],properties:{
env:{type:"string",maxLength:255,pattern:"^\\S(?:.*\\S)?$"},ssm:{type:"string",maxLength:255,pattern:"^\\S(?:.*\\S)?$"},
key:{type:"string",maxLength:255,pattern:"^\\S(?:.*\\S)?$"},oidc:{type:"object",additionalProperties:!1,required:["provi\
der_id"],properties:{provider_id:{type:"string",maxLength:255,pattern:"^\\S(?:.*\\S)?$"},audience:{type:"string",maxLength:255,
pattern:"^\\S(?:.*\\S)?$"}}}}},policy:{enum:["create-only","upsert","sync"]},on_remove:{enum:["retain","disable","delete"]},
quarantine_days:{type:"integer",minimum:0},schedule:{enum:["report","apply"]},deep_check:{type:"integer",minimum:1},limits:{
type:"object",additionalProperties:!1,properties:{creates:{type:"integer",minimum:0},removals:{type:"string",maxLength:4,
pattern:"^\\S(?:.*\\S)?$"},max_removals:{type:"integer",minimum:0},updates:{type:"string",maxLength:4,pattern:"^\\S(?:.*\\\
S)?$"},route_removals:{type:"string",maxLength:4,pattern:"^\\S(?:.*\\S)?$"},max_route_removals:{type:"integer",minimum:0},
allow:{type:"array",items:{enum:["last-route","apex","wildcard","root-path","default-target","domain-change","others-wid\
ened"]}}}}}}},schedule:{type:"string",maxLength:255,pattern:"^\\S(?:.*\\S)?$"},windows:{type:"array",maxItems:50,items:{
type:"object",additionalProperties:!1,required:["duration"],oneOf:[{required:["deny"]},{required:["allow"]}],properties:{
deny:{type:"string",maxLength:255,pattern:"^\\S(?:.*\\S)?$"},allow:{type:"string",maxLength:255,pattern:"^\\S(?:.*\\S)?$"},
duration:{type:"string",maxLength:255,pattern:"^\\S(?:.*\\S)?$"},timezone:{type:"string",maxLength:255,pattern:"^\\S(?:.*\
\\S)?$"},reason:{type:"string",maxLength:255,pattern:"^\\S(?:.*\\S)?$"}}}},state:{type:"object",additionalProperties:!1,
required:["s3"],properties:{s3:{type:"string",maxLength:255,pattern:"^\\S(?:.*\\S)?$"}}},github:{type:"object",additionalProperties:!1,
required:["repository"],properties:{repository:{type:"string",maxLength:255,pattern:"^\\S(?:.*\\S)?$"},branch:{type:"str\
ing",maxLength:255,pattern:"^\\S(?:.*\\S)?$"},token:{type:"object",additionalProperties:!1,required:["ssm"],properties:{
ssm:{type:"string",maxLength:255,pattern:"^\\S(?:.*\\S)?$"},key:{type:"string",maxLength:255,pattern:"^\\S(?:.*\\S)?$"}}}}},
webhook:{type:"object",additionalProperties:!1,properties:{github:{type:"object",additionalProperties:!1,required:["ssm"],
properties:{ssm:{type:"string",maxLength:255,pattern:"^\\S(?:.*\\S)?$"},key:{type:"string",maxLength:255,pattern:"^\\S(?:\
.*\\S)?$"}}},buddy:{type:"object",additionalProperties:!1,required:["ssm"],properties:{ssm:{type:"string",maxLength:255,
pattern:"^\\S(?:.*\\S)?$"},key:{type:"string",maxLength:255,pattern:"^\\S(?:.*\\S)?$"}}}}},notify:{type:"string",maxLength:255,
pattern:"^\\S(?:.*\\S)?$"}}},c=Object.prototype.hasOwnProperty,S=new RegExp("^[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])\
?$","u"),_=new RegExp("^(?!\\.{1,2}$)[^\\s/\\\\%?#]+$","u"),y=new RegExp("^\\S(?:.*\\S)?$","u");function x(u,{instancePath:t="",
parentData:v,parentDataProperty:L,rootData:$=u}={}){let e=null,r=0;if(u&&typeof u=="object"&&!Array.isArray(u)){for(let l of Object.
keys(u))if(!(l==="instance"||l==="workspaces"||l==="schedule"||l==="windows"||l==="state"||l==="github"||l==="webhook"||
l==="notify")){let o={instancePath:t,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:l}};
e===null?e=[o]:e.push(o),r++}if(u.instance!==void 0&&c.call(u,"instance")){let l=u.instance;if(typeof l=="string"){if(l.
length>100){let o={instancePath:t+"/instance",schemaPath:"#/properties/instance/maxLength",keyword:"maxLength",params:{limit:100}};
e===null?e=[o]:e.push(o),r++}if(!S.test(l)){let o={instancePath:t+"/instance",schemaPath:"#/properties/instance/pattern",
keyword:"pattern",params:{pattern:"^[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?$"}};e===null?e=[o]:e.push(o),r++}}else{let o={
instancePath:t+"/instance",schemaPath:"#/properties/instance/type",keyword:"type",params:{type:"string"}};e===null?e=[o]:
e.push(o),r++}}if(u.workspaces!==void 0&&c.call(u,"workspaces")){let l=u.workspaces;if(Array.isArray(l)){if(l.length>1e4){
let s={instancePath:t+"/workspaces",schemaPath:"#/properties/workspaces/maxItems",keyword:"maxItems",params:{limit:1e4}};
e===null?e=[s]:e.push(s),r++}let o=l.length;for(let s=0;s<o;s++){let i=l[s];if(i&&typeof i=="object"&&!Array.isArray(i)){
for(let a of Object.keys(i))if(!c.call(b.properties.workspaces.items.properties,a)){let p={instancePath:t+"/workspaces/"+
s,schemaPath:"#/properties/workspaces/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:a}};
e===null?e=[p]:e.push(p),r++}if(i.workspace!==void 0&&c.call(i,"workspace")){let a=i.workspace;if(typeof a=="string"){if(a.
length>255){let p={instancePath:t+"/workspaces/"+s+"/workspace",schemaPath:"#/properties/workspaces/items/properties/wor\
kspace/maxLength",keyword:"maxLength",params:{limit:255}};e===null?e=[p]:e.push(p),r++}if(!_.test(a)){let p={instancePath:t+
"/workspaces/"+s+"/workspace",schemaPath:"#/properties/workspaces/items/properties/workspace/pattern",keyword:"pattern",
params:{pattern:"^(?!\\.{1,2}$)[^\\s/\\\\%?#]+$"}};e===null?e=[p]:e.push(p),r++}}else{let p={instancePath:t+"/workspaces\
/"+s+"/workspace",schemaPath:"#/properties/workspaces/items/properties/workspace/type",keyword:"type",params:{type:"stri\
ng"}};e===null?e=[p]:e.push(p),r++}}if(i.region!==void 0&&c.call(i,"region")){let a=i.region;if(!(a==="us"||a==="eu"||a===
"asia")){let p={instancePath:t+"/workspaces/"+s+"/region",schemaPath:"#/properties/workspaces/items/properties/region/en\
um",keyword:"enum",params:{allowedValues:b.properties.workspaces.items.properties.region.enum}};e===null?e=[p]:e.push(p),
r++}}if(i.api!==void 0&&c.call(i,"api")){let a=i.api;if(typeof a=="string"){if(a.length>255){let p={instancePath:t+"/wor\
kspaces/"+s+"/api",schemaPath:"#/properties/workspaces/items/properties/api/maxLength",keyword:"maxLength",params:{limit:255}};
e===null?e=[p]:e.push(p),r++}if(!y.test(a)){let p={instancePath:t+"/workspaces/"+s+"/api",schemaPath:"#/properties/works\
paces/items/properties/api/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[p]:e.push(p),r++}}else{
let p={instancePath:t+"/workspaces/"+s+"/api",schemaPath:"#/properties/workspaces/items/properties/api/type",keyword:"ty\
pe",params:{type:"string"}};e===null?e=[p]:e.push(p),r++}}if(i.manifests!==void 0&&c.call(i,"manifests")){let a=i.manifests;
if(typeof a=="string"){if(a.length>255){let p={instancePath:t+"/workspaces/"+s+"/manifests",schemaPath:"#/properties/wor\
kspaces/items/properties/manifests/maxLength",keyword:"maxLength",params:{limit:255}};e===null?e=[p]:e.push(p),r++}if(!y.
test(a)){let p={instancePath:t+"/workspaces/"+s+"/manifests",schemaPath:"#/properties/workspaces/items/properties/manife\
sts/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[p]:e.push(p),r++}}else{let p={instancePath:t+
"/workspaces/"+s+"/manifests",schemaPath:"#/properties/workspaces/items/properties/manifests/type",keyword:"type",params:{
type:"string"}};e===null?e=[p]:e.push(p),r++}}if(i.source!==void 0&&c.call(i,"source")){let a=i.source;if(!(a==="bundle"||
a==="release"||a==="prefix"||a==="github")){let p={instancePath:t+"/workspaces/"+s+"/source",schemaPath:"#/properties/wo\
rkspaces/items/properties/source/enum",keyword:"enum",params:{allowedValues:b.properties.workspaces.items.properties.source.
enum}};e===null?e=[p]:e.push(p),r++}}if(i.token!==void 0&&c.call(i,"token")){let a=i.token,p=r,m=!1,k=null,w=r;if(a&&typeof a==
"object"&&!Array.isArray(a)&&(a.env===void 0||!c.call(a,"env"))){let n={instancePath:t+"/workspaces/"+s+"/token",schemaPath:"\
#/properties/workspaces/items/properties/token/oneOf/0/required",keyword:"required",params:{missingProperty:"env"}};e===
null?e=[n]:e.push(n),r++}var g=w===r;g&&(m=!0,k=0);let d=r;if(a&&typeof a=="object"&&!Array.isArray(a)&&(a.ssm===void 0||
!c.call(a,"ssm"))){let n={instancePath:t+"/workspaces/"+s+"/token",schemaPath:"#/properties/workspaces/items/properties/\
token/oneOf/1/required",keyword:"required",params:{missingProperty:"ssm"}};e===null?e=[n]:e.push(n),r++}var g=d===r;if(g&&
m)m=!1,k=[k,1];else{g&&(m=!0,k=1);let n=r;if(a&&typeof a=="object"&&!Array.isArray(a)&&(a.oidc===void 0||!c.call(a,"oidc"))){
let f={instancePath:t+"/workspaces/"+s+"/token",schemaPath:"#/properties/workspaces/items/properties/token/oneOf/2/requi\
red",keyword:"required",params:{missingProperty:"oidc"}};e===null?e=[f]:e.push(f),r++}var g=n===r;g&&m?(m=!1,k=[k,2]):g&&
(m=!0,k=2)}if(m)r=p,e!==null&&(p?e.length=p:e=null);else{let n={instancePath:t+"/workspaces/"+s+"/token",schemaPath:"#/p\
roperties/workspaces/items/properties/token/oneOf",keyword:"oneOf",params:{passingSchemas:k}};e===null?e=[n]:e.push(n),r++}
if(a&&typeof a=="object"&&!Array.isArray(a)){for(let n of Object.keys(a))if(!(n==="env"||n==="ssm"||n==="key"||n==="oidc")){
let h={instancePath:t+"/workspaces/"+s+"/token",schemaPath:"#/properties/workspaces/items/properties/token/additionalPro\
perties",keyword:"additionalProperties",params:{additionalProperty:n}};e===null?e=[h]:e.push(h),r++}if(a.env!==void 0&&c.
call(a,"env")){let n=a.env;if(typeof n=="string"){if(n.length>255){let h={instancePath:t+"/workspaces/"+s+"/token/env",schemaPath:"\
#/properties/workspaces/items/properties/token/properties/env/maxLength",keyword:"maxLength",params:{limit:255}};e===null?
e=[h]:e.push(h),r++}if(!y.test(n)){let h={instancePath:t+"/workspaces/"+s+"/token/env",schemaPath:"#/properties/workspac\
es/items/properties/token/properties/env/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[h]:e.
push(h),r++}}else{let h={instancePath:t+"/workspaces/"+s+"/token/env",schemaPath:"#/properties/workspaces/items/properti\
es/token/properties/env/type",keyword:"type",params:{type:"string"}};e===null?e=[h]:e.push(h),r++}}if(a.ssm!==void 0&&c.
call(a,"ssm")){let n=a.ssm;if(typeof n=="string"){if(n.length>255){let h={instancePath:t+"/workspaces/"+s+"/token/ssm",schemaPath:"\
#/properties/workspaces/items/properties/token/properties/ssm/maxLength",keyword:"maxLength",params:{limit:255}};e===null?
e=[h]:e.push(h),r++}if(!y.test(n)){let h={instancePath:t+"/workspaces/"+s+"/token/ssm",schemaPath:"#/properties/workspac\
es/items/properties/token/properties/ssm/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[h]:e.
push(h),r++}}else{let h={instancePath:t+"/workspaces/"+s+"/token/ssm",schemaPath:"#/properties/workspaces/items/properti\
es/token/properties/ssm/type",keyword:"type",params:{type:"string"}};e===null?e=[h]:e.push(h),r++}}if(a.key!==void 0&&c.
call(a,"key")){let n=a.key;if(typeof n=="string"){if(n.length>255){let h={instancePath:t+"/workspaces/"+s+"/token/key",schemaPath:"\
#/properties/workspaces/items/properties/token/properties/key/maxLength",keyword:"maxLength",params:{limit:255}};e===null?
e=[h]:e.push(h),r++}if(!y.test(n)){let h={instancePath:t+"/workspaces/"+s+"/token/key",schemaPath:"#/properties/workspac\
es/items/properties/token/properties/key/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[h]:e.
push(h),r++}}else{let h={instancePath:t+"/workspaces/"+s+"/token/key",schemaPath:"#/properties/workspaces/items/properti\
es/token/properties/key/type",keyword:"type",params:{type:"string"}};e===null?e=[h]:e.push(h),r++}}if(a.oidc!==void 0&&c.
call(a,"oidc")){let n=a.oidc;if(n&&typeof n=="object"&&!Array.isArray(n)){if(n.provider_id===void 0||!c.call(n,"provider\
_id")){let h={instancePath:t+"/workspaces/"+s+"/token/oidc",schemaPath:"#/properties/workspaces/items/properties/token/p\
roperties/oidc/required",keyword:"required",params:{missingProperty:"provider_id"}};e===null?e=[h]:e.push(h),r++}for(let h of Object.
keys(n))if(!(h==="provider_id"||h==="audience")){let f={instancePath:t+"/workspaces/"+s+"/token/oidc",schemaPath:"#/prop\
erties/workspaces/items/properties/token/properties/oidc/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:h}};
e===null?e=[f]:e.push(f),r++}if(n.provider_id!==void 0&&c.call(n,"provider_id")){let h=n.provider_id;if(typeof h=="strin\
g"){if(h.length>255){let f={instancePath:t+"/workspaces/"+s+"/token/oidc/provider_id",schemaPath:"#/properties/workspace\
s/items/properties/token/properties/oidc/properties/provider_id/maxLength",keyword:"maxLength",params:{limit:255}};e===null?
e=[f]:e.push(f),r++}if(!y.test(h)){let f={instancePath:t+"/workspaces/"+s+"/token/oidc/provider_id",schemaPath:"#/proper\
ties/workspaces/items/properties/token/properties/oidc/properties/provider_id/pattern",keyword:"pattern",params:{pattern:"\
^\\S(?:.*\\S)?$"}};e===null?e=[f]:e.push(f),r++}}else{let f={instancePath:t+"/workspaces/"+s+"/token/oidc/provider_id",schemaPath:"\
#/properties/workspaces/items/properties/token/properties/oidc/properties/provider_id/type",keyword:"type",params:{type:"\
string"}};e===null?e=[f]:e.push(f),r++}}if(n.audience!==void 0&&c.call(n,"audience")){let h=n.audience;if(typeof h=="str\
ing"){if(h.length>255){let f={instancePath:t+"/workspaces/"+s+"/token/oidc/audience",schemaPath:"#/properties/workspaces\
/items/properties/token/properties/oidc/properties/audience/maxLength",keyword:"maxLength",params:{limit:255}};e===null?
e=[f]:e.push(f),r++}if(!y.test(h)){let f={instancePath:t+"/workspaces/"+s+"/token/oidc/audience",schemaPath:"#/propertie\
s/workspaces/items/properties/token/properties/oidc/properties/audience/pattern",keyword:"pattern",params:{pattern:"^\\S(\
?:.*\\S)?$"}};e===null?e=[f]:e.push(f),r++}}else{let f={instancePath:t+"/workspaces/"+s+"/token/oidc/audience",schemaPath:"\
#/properties/workspaces/items/properties/token/properties/oidc/properties/audience/type",keyword:"type",params:{type:"st\
ring"}};e===null?e=[f]:e.push(f),r++}}}else{let h={instancePath:t+"/workspaces/"+s+"/token/oidc",schemaPath:"#/propertie\
s/workspaces/items/properties/token/properties/oidc/type",keyword:"type",params:{type:"object"}};e===null?e=[h]:e.push(h),
r++}}}else{let n={instancePath:t+"/workspaces/"+s+"/token",schemaPath:"#/properties/workspaces/items/properties/token/ty\
pe",keyword:"type",params:{type:"object"}};e===null?e=[n]:e.push(n),r++}}if(i.policy!==void 0&&c.call(i,"policy")){let a=i.
policy;if(!(a==="create-only"||a==="upsert"||a==="sync")){let p={instancePath:t+"/workspaces/"+s+"/policy",schemaPath:"#\
/properties/workspaces/items/properties/policy/enum",keyword:"enum",params:{allowedValues:b.properties.workspaces.items.
properties.policy.enum}};e===null?e=[p]:e.push(p),r++}}if(i.on_remove!==void 0&&c.call(i,"on_remove")){let a=i.on_remove;
if(!(a==="retain"||a==="disable"||a==="delete")){let p={instancePath:t+"/workspaces/"+s+"/on_remove",schemaPath:"#/prope\
rties/workspaces/items/properties/on_remove/enum",keyword:"enum",params:{allowedValues:b.properties.workspaces.items.properties.
on_remove.enum}};e===null?e=[p]:e.push(p),r++}}if(i.quarantine_days!==void 0&&c.call(i,"quarantine_days")){let a=i.quarantine_days;
if(!(typeof a=="number"&&!(a%1)&&!isNaN(a)&&isFinite(a))){let p={instancePath:t+"/workspaces/"+s+"/quarantine_days",schemaPath:"\
#/properties/workspaces/items/properties/quarantine_days/type",keyword:"type",params:{type:"integer"}};e===null?e=[p]:e.
push(p),r++}if(typeof a=="number"&&isFinite(a)&&(a<0||isNaN(a))){let p={instancePath:t+"/workspaces/"+s+"/quarantine_day\
s",schemaPath:"#/properties/workspaces/items/properties/quarantine_days/minimum",keyword:"minimum",params:{comparison:">\
=",limit:0}};e===null?e=[p]:e.push(p),r++}}if(i.schedule!==void 0&&c.call(i,"schedule")){let a=i.schedule;if(!(a==="repo\
rt"||a==="apply")){let p={instancePath:t+"/workspaces/"+s+"/schedule",schemaPath:"#/properties/workspaces/items/properti\
es/schedule/enum",keyword:"enum",params:{allowedValues:b.properties.workspaces.items.properties.schedule.enum}};e===null?
e=[p]:e.push(p),r++}}if(i.deep_check!==void 0&&c.call(i,"deep_check")){let a=i.deep_check;if(!(typeof a=="number"&&!(a%1)&&
!isNaN(a)&&isFinite(a))){let p={instancePath:t+"/workspaces/"+s+"/deep_check",schemaPath:"#/properties/workspaces/items/\
properties/deep_check/type",keyword:"type",params:{type:"integer"}};e===null?e=[p]:e.push(p),r++}if(typeof a=="number"&&
isFinite(a)&&(a<1||isNaN(a))){let p={instancePath:t+"/workspaces/"+s+"/deep_check",schemaPath:"#/properties/workspaces/i\
tems/properties/deep_check/minimum",keyword:"minimum",params:{comparison:">=",limit:1}};e===null?e=[p]:e.push(p),r++}}if(i.
limits!==void 0&&c.call(i,"limits")){let a=i.limits;if(a&&typeof a=="object"&&!Array.isArray(a)){for(let p of Object.keys(
a))if(!(p==="creates"||p==="removals"||p==="max_removals"||p==="updates"||p==="route_removals"||p==="max_route_removals"||
p==="allow")){let m={instancePath:t+"/workspaces/"+s+"/limits",schemaPath:"#/properties/workspaces/items/properties/limi\
ts/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:p}};e===null?e=[m]:e.push(m),r++}if(a.
creates!==void 0&&c.call(a,"creates")){let p=a.creates;if(!(typeof p=="number"&&!(p%1)&&!isNaN(p)&&isFinite(p))){let m={
instancePath:t+"/workspaces/"+s+"/limits/creates",schemaPath:"#/properties/workspaces/items/properties/limits/properties\
/creates/type",keyword:"type",params:{type:"integer"}};e===null?e=[m]:e.push(m),r++}if(typeof p=="number"&&isFinite(p)&&
(p<0||isNaN(p))){let m={instancePath:t+"/workspaces/"+s+"/limits/creates",schemaPath:"#/properties/workspaces/items/prop\
erties/limits/properties/creates/minimum",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[m]:e.push(m),r++}}
if(a.removals!==void 0&&c.call(a,"removals")){let p=a.removals;if(typeof p=="string"){if(p.length>4){let m={instancePath:t+
"/workspaces/"+s+"/limits/removals",schemaPath:"#/properties/workspaces/items/properties/limits/properties/removals/maxL\
ength",keyword:"maxLength",params:{limit:4}};e===null?e=[m]:e.push(m),r++}if(!y.test(p)){let m={instancePath:t+"/workspa\
ces/"+s+"/limits/removals",schemaPath:"#/properties/workspaces/items/properties/limits/properties/removals/pattern",keyword:"\
pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[m]:e.push(m),r++}}else{let m={instancePath:t+"/workspaces/"+s+"\
/limits/removals",schemaPath:"#/properties/workspaces/items/properties/limits/properties/removals/type",keyword:"type",params:{
type:"string"}};e===null?e=[m]:e.push(m),r++}}if(a.max_removals!==void 0&&c.call(a,"max_removals")){let p=a.max_removals;
if(!(typeof p=="number"&&!(p%1)&&!isNaN(p)&&isFinite(p))){let m={instancePath:t+"/workspaces/"+s+"/limits/max_removals",
schemaPath:"#/properties/workspaces/items/properties/limits/properties/max_removals/type",keyword:"type",params:{type:"i\
nteger"}};e===null?e=[m]:e.push(m),r++}if(typeof p=="number"&&isFinite(p)&&(p<0||isNaN(p))){let m={instancePath:t+"/work\
spaces/"+s+"/limits/max_removals",schemaPath:"#/properties/workspaces/items/properties/limits/properties/max_removals/mi\
nimum",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[m]:e.push(m),r++}}if(a.updates!==void 0&&c.call(a,
"updates")){let p=a.updates;if(typeof p=="string"){if(p.length>4){let m={instancePath:t+"/workspaces/"+s+"/limits/update\
s",schemaPath:"#/properties/workspaces/items/properties/limits/properties/updates/maxLength",keyword:"maxLength",params:{
limit:4}};e===null?e=[m]:e.push(m),r++}if(!y.test(p)){let m={instancePath:t+"/workspaces/"+s+"/limits/updates",schemaPath:"\
#/properties/workspaces/items/properties/limits/properties/updates/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\\
S)?$"}};e===null?e=[m]:e.push(m),r++}}else{let m={instancePath:t+"/workspaces/"+s+"/limits/updates",schemaPath:"#/proper\
ties/workspaces/items/properties/limits/properties/updates/type",keyword:"type",params:{type:"string"}};e===null?e=[m]:e.
push(m),r++}}if(a.route_removals!==void 0&&c.call(a,"route_removals")){let p=a.route_removals;if(typeof p=="string"){if(p.
length>4){let m={instancePath:t+"/workspaces/"+s+"/limits/route_removals",schemaPath:"#/properties/workspaces/items/prop\
erties/limits/properties/route_removals/maxLength",keyword:"maxLength",params:{limit:4}};e===null?e=[m]:e.push(m),r++}if(!y.
test(p)){let m={instancePath:t+"/workspaces/"+s+"/limits/route_removals",schemaPath:"#/properties/workspaces/items/prope\
rties/limits/properties/route_removals/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[m]:e.push(
m),r++}}else{let m={instancePath:t+"/workspaces/"+s+"/limits/route_removals",schemaPath:"#/properties/workspaces/items/p\
roperties/limits/properties/route_removals/type",keyword:"type",params:{type:"string"}};e===null?e=[m]:e.push(m),r++}}if(a.
max_route_removals!==void 0&&c.call(a,"max_route_removals")){let p=a.max_route_removals;if(!(typeof p=="number"&&!(p%1)&&
!isNaN(p)&&isFinite(p))){let m={instancePath:t+"/workspaces/"+s+"/limits/max_route_removals",schemaPath:"#/properties/wo\
rkspaces/items/properties/limits/properties/max_route_removals/type",keyword:"type",params:{type:"integer"}};e===null?e=
[m]:e.push(m),r++}if(typeof p=="number"&&isFinite(p)&&(p<0||isNaN(p))){let m={instancePath:t+"/workspaces/"+s+"/limits/m\
ax_route_removals",schemaPath:"#/properties/workspaces/items/properties/limits/properties/max_route_removals/minimum",keyword:"\
minimum",params:{comparison:">=",limit:0}};e===null?e=[m]:e.push(m),r++}}if(a.allow!==void 0&&c.call(a,"allow")){let p=a.
allow;if(Array.isArray(p)){let m=p.length;for(let k=0;k<m;k++){let w=p[k];if(!(w==="last-route"||w==="apex"||w==="wildca\
rd"||w==="root-path"||w==="default-target"||w==="domain-change"||w==="others-widened")){let d={instancePath:t+"/workspac\
es/"+s+"/limits/allow/"+k,schemaPath:"#/properties/workspaces/items/properties/limits/properties/allow/items/enum",keyword:"\
enum",params:{allowedValues:b.properties.workspaces.items.properties.limits.properties.allow.items.enum}};e===null?e=[d]:
e.push(d),r++}}}else{let m={instancePath:t+"/workspaces/"+s+"/limits/allow",schemaPath:"#/properties/workspaces/items/pr\
operties/limits/properties/allow/type",keyword:"type",params:{type:"array"}};e===null?e=[m]:e.push(m),r++}}}else{let p={
instancePath:t+"/workspaces/"+s+"/limits",schemaPath:"#/properties/workspaces/items/properties/limits/type",keyword:"typ\
e",params:{type:"object"}};e===null?e=[p]:e.push(p),r++}}}else{let a={instancePath:t+"/workspaces/"+s,schemaPath:"#/prop\
erties/workspaces/items/type",keyword:"type",params:{type:"object"}};e===null?e=[a]:e.push(a),r++}}}else{let o={instancePath:t+
"/workspaces",schemaPath:"#/properties/workspaces/type",keyword:"type",params:{type:"array"}};e===null?e=[o]:e.push(o),r++}}
if(u.schedule!==void 0&&c.call(u,"schedule")){let l=u.schedule;if(typeof l=="string"){if(l.length>255){let o={instancePath:t+
"/schedule",schemaPath:"#/properties/schedule/maxLength",keyword:"maxLength",params:{limit:255}};e===null?e=[o]:e.push(o),
r++}if(!y.test(l)){let o={instancePath:t+"/schedule",schemaPath:"#/properties/schedule/pattern",keyword:"pattern",params:{
pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[o]:e.push(o),r++}}else{let o={instancePath:t+"/schedule",schemaPath:"#/propertie\
s/schedule/type",keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),r++}}if(u.windows!==void 0&&c.call(u,"w\
indows")){let l=u.windows;if(Array.isArray(l)){if(l.length>50){let s={instancePath:t+"/windows",schemaPath:"#/properties\
/windows/maxItems",keyword:"maxItems",params:{limit:50}};e===null?e=[s]:e.push(s),r++}let o=l.length;for(let s=0;s<o;s++){
let i=l[s],a=r,p=!1,m=null,k=r;if(i&&typeof i=="object"&&!Array.isArray(i)&&(i.deny===void 0||!c.call(i,"deny"))){let d={
instancePath:t+"/windows/"+s,schemaPath:"#/properties/windows/items/oneOf/0/required",keyword:"required",params:{missingProperty:"\
deny"}};e===null?e=[d]:e.push(d),r++}var P=k===r;P&&(p=!0,m=0);let w=r;if(i&&typeof i=="object"&&!Array.isArray(i)&&(i.allow===
void 0||!c.call(i,"allow"))){let d={instancePath:t+"/windows/"+s,schemaPath:"#/properties/windows/items/oneOf/1/required",
keyword:"required",params:{missingProperty:"allow"}};e===null?e=[d]:e.push(d),r++}var P=w===r;if(P&&p?(p=!1,m=[m,1]):P&&
(p=!0,m=1),p)r=a,e!==null&&(a?e.length=a:e=null);else{let d={instancePath:t+"/windows/"+s,schemaPath:"#/properties/windo\
ws/items/oneOf",keyword:"oneOf",params:{passingSchemas:m}};e===null?e=[d]:e.push(d),r++}if(i&&typeof i=="object"&&!Array.
isArray(i)){if(i.duration===void 0||!c.call(i,"duration")){let d={instancePath:t+"/windows/"+s,schemaPath:"#/properties/\
windows/items/required",keyword:"required",params:{missingProperty:"duration"}};e===null?e=[d]:e.push(d),r++}for(let d of Object.
keys(i))if(!(d==="deny"||d==="allow"||d==="duration"||d==="timezone"||d==="reason")){let n={instancePath:t+"/windows/"+s,
schemaPath:"#/properties/windows/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:d}};
e===null?e=[n]:e.push(n),r++}if(i.deny!==void 0&&c.call(i,"deny")){let d=i.deny;if(typeof d=="string"){if(d.length>255){
let n={instancePath:t+"/windows/"+s+"/deny",schemaPath:"#/properties/windows/items/properties/deny/maxLength",keyword:"m\
axLength",params:{limit:255}};e===null?e=[n]:e.push(n),r++}if(!y.test(d)){let n={instancePath:t+"/windows/"+s+"/deny",schemaPath:"\
#/properties/windows/items/properties/deny/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[n]:
e.push(n),r++}}else{let n={instancePath:t+"/windows/"+s+"/deny",schemaPath:"#/properties/windows/items/properties/deny/t\
ype",keyword:"type",params:{type:"string"}};e===null?e=[n]:e.push(n),r++}}if(i.allow!==void 0&&c.call(i,"allow")){let d=i.
allow;if(typeof d=="string"){if(d.length>255){let n={instancePath:t+"/windows/"+s+"/allow",schemaPath:"#/properties/wind\
ows/items/properties/allow/maxLength",keyword:"maxLength",params:{limit:255}};e===null?e=[n]:e.push(n),r++}if(!y.test(d)){
let n={instancePath:t+"/windows/"+s+"/allow",schemaPath:"#/properties/windows/items/properties/allow/pattern",keyword:"p\
attern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[n]:e.push(n),r++}}else{let n={instancePath:t+"/windows/"+s+"/all\
ow",schemaPath:"#/properties/windows/items/properties/allow/type",keyword:"type",params:{type:"string"}};e===null?e=[n]:
e.push(n),r++}}if(i.duration!==void 0&&c.call(i,"duration")){let d=i.duration;if(typeof d=="string"){if(d.length>255){let n={
instancePath:t+"/windows/"+s+"/duration",schemaPath:"#/properties/windows/items/properties/duration/maxLength",keyword:"\
maxLength",params:{limit:255}};e===null?e=[n]:e.push(n),r++}if(!y.test(d)){let n={instancePath:t+"/windows/"+s+"/duratio\
n",schemaPath:"#/properties/windows/items/properties/duration/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};
e===null?e=[n]:e.push(n),r++}}else{let n={instancePath:t+"/windows/"+s+"/duration",schemaPath:"#/properties/windows/item\
s/properties/duration/type",keyword:"type",params:{type:"string"}};e===null?e=[n]:e.push(n),r++}}if(i.timezone!==void 0&&
c.call(i,"timezone")){let d=i.timezone;if(typeof d=="string"){if(d.length>255){let n={instancePath:t+"/windows/"+s+"/tim\
ezone",schemaPath:"#/properties/windows/items/properties/timezone/maxLength",keyword:"maxLength",params:{limit:255}};e===
null?e=[n]:e.push(n),r++}if(!y.test(d)){let n={instancePath:t+"/windows/"+s+"/timezone",schemaPath:"#/properties/windows\
/items/properties/timezone/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[n]:e.push(n),r++}}else{
let n={instancePath:t+"/windows/"+s+"/timezone",schemaPath:"#/properties/windows/items/properties/timezone/type",keyword:"\
type",params:{type:"string"}};e===null?e=[n]:e.push(n),r++}}if(i.reason!==void 0&&c.call(i,"reason")){let d=i.reason;if(typeof d==
"string"){if(d.length>255){let n={instancePath:t+"/windows/"+s+"/reason",schemaPath:"#/properties/windows/items/properti\
es/reason/maxLength",keyword:"maxLength",params:{limit:255}};e===null?e=[n]:e.push(n),r++}if(!y.test(d)){let n={instancePath:t+
"/windows/"+s+"/reason",schemaPath:"#/properties/windows/items/properties/reason/pattern",keyword:"pattern",params:{pattern:"\
^\\S(?:.*\\S)?$"}};e===null?e=[n]:e.push(n),r++}}else{let n={instancePath:t+"/windows/"+s+"/reason",schemaPath:"#/proper\
ties/windows/items/properties/reason/type",keyword:"type",params:{type:"string"}};e===null?e=[n]:e.push(n),r++}}}else{let d={
instancePath:t+"/windows/"+s,schemaPath:"#/properties/windows/items/type",keyword:"type",params:{type:"object"}};e===null?
e=[d]:e.push(d),r++}}}else{let o={instancePath:t+"/windows",schemaPath:"#/properties/windows/type",keyword:"type",params:{
type:"array"}};e===null?e=[o]:e.push(o),r++}}if(u.state!==void 0&&c.call(u,"state")){let l=u.state;if(l&&typeof l=="obje\
ct"&&!Array.isArray(l)){if(l.s3===void 0||!c.call(l,"s3")){let o={instancePath:t+"/state",schemaPath:"#/properties/state\
/required",keyword:"required",params:{missingProperty:"s3"}};e===null?e=[o]:e.push(o),r++}for(let o of Object.keys(l))if(o!==
"s3"){let s={instancePath:t+"/state",schemaPath:"#/properties/state/additionalProperties",keyword:"additionalProperties",
params:{additionalProperty:o}};e===null?e=[s]:e.push(s),r++}if(l.s3!==void 0&&c.call(l,"s3")){let o=l.s3;if(typeof o=="s\
tring"){if(o.length>255){let s={instancePath:t+"/state/s3",schemaPath:"#/properties/state/properties/s3/maxLength",keyword:"\
maxLength",params:{limit:255}};e===null?e=[s]:e.push(s),r++}if(!y.test(o)){let s={instancePath:t+"/state/s3",schemaPath:"\
#/properties/state/properties/s3/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[s]:e.push(s),
r++}}else{let s={instancePath:t+"/state/s3",schemaPath:"#/properties/state/properties/s3/type",keyword:"type",params:{type:"\
string"}};e===null?e=[s]:e.push(s),r++}}}else{let o={instancePath:t+"/state",schemaPath:"#/properties/state/type",keyword:"\
type",params:{type:"object"}};e===null?e=[o]:e.push(o),r++}}if(u.github!==void 0&&c.call(u,"github")){let l=u.github;if(l&&
typeof l=="object"&&!Array.isArray(l)){if(l.repository===void 0||!c.call(l,"repository")){let o={instancePath:t+"/github",
schemaPath:"#/properties/github/required",keyword:"required",params:{missingProperty:"repository"}};e===null?e=[o]:e.push(
o),r++}for(let o of Object.keys(l))if(!(o==="repository"||o==="branch"||o==="token")){let s={instancePath:t+"/github",schemaPath:"\
#/properties/github/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:o}};e===null?e=[s]:e.
push(s),r++}if(l.repository!==void 0&&c.call(l,"repository")){let o=l.repository;if(typeof o=="string"){if(o.length>255){
let s={instancePath:t+"/github/repository",schemaPath:"#/properties/github/properties/repository/maxLength",keyword:"max\
Length",params:{limit:255}};e===null?e=[s]:e.push(s),r++}if(!y.test(o)){let s={instancePath:t+"/github/repository",schemaPath:"\
#/properties/github/properties/repository/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[s]:
e.push(s),r++}}else{let s={instancePath:t+"/github/repository",schemaPath:"#/properties/github/properties/repository/typ\
e",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),r++}}if(l.branch!==void 0&&c.call(l,"branch")){let o=l.
branch;if(typeof o=="string"){if(o.length>255){let s={instancePath:t+"/github/branch",schemaPath:"#/properties/github/pr\
operties/branch/maxLength",keyword:"maxLength",params:{limit:255}};e===null?e=[s]:e.push(s),r++}if(!y.test(o)){let s={instancePath:t+
"/github/branch",schemaPath:"#/properties/github/properties/branch/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\\
S)?$"}};e===null?e=[s]:e.push(s),r++}}else{let s={instancePath:t+"/github/branch",schemaPath:"#/properties/github/proper\
ties/branch/type",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),r++}}if(l.token!==void 0&&c.call(l,"to\
ken")){let o=l.token;if(o&&typeof o=="object"&&!Array.isArray(o)){if(o.ssm===void 0||!c.call(o,"ssm")){let s={instancePath:t+
"/github/token",schemaPath:"#/properties/github/properties/token/required",keyword:"required",params:{missingProperty:"s\
sm"}};e===null?e=[s]:e.push(s),r++}for(let s of Object.keys(o))if(!(s==="ssm"||s==="key")){let i={instancePath:t+"/githu\
b/token",schemaPath:"#/properties/github/properties/token/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:s}};
e===null?e=[i]:e.push(i),r++}if(o.ssm!==void 0&&c.call(o,"ssm")){let s=o.ssm;if(typeof s=="string"){if(s.length>255){let i={
instancePath:t+"/github/token/ssm",schemaPath:"#/properties/github/properties/token/properties/ssm/maxLength",keyword:"m\
axLength",params:{limit:255}};e===null?e=[i]:e.push(i),r++}if(!y.test(s)){let i={instancePath:t+"/github/token/ssm",schemaPath:"\
#/properties/github/properties/token/properties/ssm/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?
e=[i]:e.push(i),r++}}else{let i={instancePath:t+"/github/token/ssm",schemaPath:"#/properties/github/properties/token/pro\
perties/ssm/type",keyword:"type",params:{type:"string"}};e===null?e=[i]:e.push(i),r++}}if(o.key!==void 0&&c.call(o,"key")){
let s=o.key;if(typeof s=="string"){if(s.length>255){let i={instancePath:t+"/github/token/key",schemaPath:"#/properties/g\
ithub/properties/token/properties/key/maxLength",keyword:"maxLength",params:{limit:255}};e===null?e=[i]:e.push(i),r++}if(!y.
test(s)){let i={instancePath:t+"/github/token/key",schemaPath:"#/properties/github/properties/token/properties/key/patte\
rn",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[i]:e.push(i),r++}}else{let i={instancePath:t+"/git\
hub/token/key",schemaPath:"#/properties/github/properties/token/properties/key/type",keyword:"type",params:{type:"string"}};
e===null?e=[i]:e.push(i),r++}}}else{let s={instancePath:t+"/github/token",schemaPath:"#/properties/github/properties/tok\
en/type",keyword:"type",params:{type:"object"}};e===null?e=[s]:e.push(s),r++}}}else{let o={instancePath:t+"/github",schemaPath:"\
#/properties/github/type",keyword:"type",params:{type:"object"}};e===null?e=[o]:e.push(o),r++}}if(u.webhook!==void 0&&c.
call(u,"webhook")){let l=u.webhook;if(l&&typeof l=="object"&&!Array.isArray(l)){for(let o of Object.keys(l))if(!(o==="gi\
thub"||o==="buddy")){let s={instancePath:t+"/webhook",schemaPath:"#/properties/webhook/additionalProperties",keyword:"ad\
ditionalProperties",params:{additionalProperty:o}};e===null?e=[s]:e.push(s),r++}if(l.github!==void 0&&c.call(l,"github")){
let o=l.github;if(o&&typeof o=="object"&&!Array.isArray(o)){if(o.ssm===void 0||!c.call(o,"ssm")){let s={instancePath:t+"\
/webhook/github",schemaPath:"#/properties/webhook/properties/github/required",keyword:"required",params:{missingProperty:"\
ssm"}};e===null?e=[s]:e.push(s),r++}for(let s of Object.keys(o))if(!(s==="ssm"||s==="key")){let i={instancePath:t+"/webh\
ook/github",schemaPath:"#/properties/webhook/properties/github/additionalProperties",keyword:"additionalProperties",params:{
additionalProperty:s}};e===null?e=[i]:e.push(i),r++}if(o.ssm!==void 0&&c.call(o,"ssm")){let s=o.ssm;if(typeof s=="string"){
if(s.length>255){let i={instancePath:t+"/webhook/github/ssm",schemaPath:"#/properties/webhook/properties/github/properti\
es/ssm/maxLength",keyword:"maxLength",params:{limit:255}};e===null?e=[i]:e.push(i),r++}if(!y.test(s)){let i={instancePath:t+
"/webhook/github/ssm",schemaPath:"#/properties/webhook/properties/github/properties/ssm/pattern",keyword:"pattern",params:{
pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[i]:e.push(i),r++}}else{let i={instancePath:t+"/webhook/github/ssm",schemaPath:"#\
/properties/webhook/properties/github/properties/ssm/type",keyword:"type",params:{type:"string"}};e===null?e=[i]:e.push(
i),r++}}if(o.key!==void 0&&c.call(o,"key")){let s=o.key;if(typeof s=="string"){if(s.length>255){let i={instancePath:t+"/\
webhook/github/key",schemaPath:"#/properties/webhook/properties/github/properties/key/maxLength",keyword:"maxLength",params:{
limit:255}};e===null?e=[i]:e.push(i),r++}if(!y.test(s)){let i={instancePath:t+"/webhook/github/key",schemaPath:"#/proper\
ties/webhook/properties/github/properties/key/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=
[i]:e.push(i),r++}}else{let i={instancePath:t+"/webhook/github/key",schemaPath:"#/properties/webhook/properties/github/p\
roperties/key/type",keyword:"type",params:{type:"string"}};e===null?e=[i]:e.push(i),r++}}}else{let s={instancePath:t+"/w\
ebhook/github",schemaPath:"#/properties/webhook/properties/github/type",keyword:"type",params:{type:"object"}};e===null?
e=[s]:e.push(s),r++}}if(l.buddy!==void 0&&c.call(l,"buddy")){let o=l.buddy;if(o&&typeof o=="object"&&!Array.isArray(o)){
if(o.ssm===void 0||!c.call(o,"ssm")){let s={instancePath:t+"/webhook/buddy",schemaPath:"#/properties/webhook/properties/\
buddy/required",keyword:"required",params:{missingProperty:"ssm"}};e===null?e=[s]:e.push(s),r++}for(let s of Object.keys(
o))if(!(s==="ssm"||s==="key")){let i={instancePath:t+"/webhook/buddy",schemaPath:"#/properties/webhook/properties/buddy/\
additionalProperties",keyword:"additionalProperties",params:{additionalProperty:s}};e===null?e=[i]:e.push(i),r++}if(o.ssm!==
void 0&&c.call(o,"ssm")){let s=o.ssm;if(typeof s=="string"){if(s.length>255){let i={instancePath:t+"/webhook/buddy/ssm",
schemaPath:"#/properties/webhook/properties/buddy/properties/ssm/maxLength",keyword:"maxLength",params:{limit:255}};e===
null?e=[i]:e.push(i),r++}if(!y.test(s)){let i={instancePath:t+"/webhook/buddy/ssm",schemaPath:"#/properties/webhook/prop\
erties/buddy/properties/ssm/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[i]:e.push(i),r++}}else{
let i={instancePath:t+"/webhook/buddy/ssm",schemaPath:"#/properties/webhook/properties/buddy/properties/ssm/type",keyword:"\
type",params:{type:"string"}};e===null?e=[i]:e.push(i),r++}}if(o.key!==void 0&&c.call(o,"key")){let s=o.key;if(typeof s==
"string"){if(s.length>255){let i={instancePath:t+"/webhook/buddy/key",schemaPath:"#/properties/webhook/properties/buddy/\
properties/key/maxLength",keyword:"maxLength",params:{limit:255}};e===null?e=[i]:e.push(i),r++}if(!y.test(s)){let i={instancePath:t+
"/webhook/buddy/key",schemaPath:"#/properties/webhook/properties/buddy/properties/key/pattern",keyword:"pattern",params:{
pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[i]:e.push(i),r++}}else{let i={instancePath:t+"/webhook/buddy/key",schemaPath:"#/\
properties/webhook/properties/buddy/properties/key/type",keyword:"type",params:{type:"string"}};e===null?e=[i]:e.push(i),
r++}}}else{let s={instancePath:t+"/webhook/buddy",schemaPath:"#/properties/webhook/properties/buddy/type",keyword:"type",
params:{type:"object"}};e===null?e=[s]:e.push(s),r++}}}else{let o={instancePath:t+"/webhook",schemaPath:"#/properties/we\
bhook/type",keyword:"type",params:{type:"object"}};e===null?e=[o]:e.push(o),r++}}if(u.notify!==void 0&&c.call(u,"notify")){
let l=u.notify;if(typeof l=="string"){if(l.length>255){let o={instancePath:t+"/notify",schemaPath:"#/properties/notify/m\
axLength",keyword:"maxLength",params:{limit:255}};e===null?e=[o]:e.push(o),r++}if(!y.test(l)){let o={instancePath:t+"/no\
tify",schemaPath:"#/properties/notify/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[o]:e.push(
o),r++}}else{let o={instancePath:t+"/notify",schemaPath:"#/properties/notify/type",keyword:"type",params:{type:"string"}};
e===null?e=[o]:e.push(o),r++}}}else{let l={instancePath:t,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===
null?e=[l]:e.push(l),r++}return x.errors=e,r===0}export{j as validate};
