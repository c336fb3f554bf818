// @ts-nocheck
// Generated from the schema by `npm run generate`: change the schema, not this file.
var A=S,b={$schema:"http://json-schema.org/draft-07/schema#",$id:"urn:distro-sync:config",type:"object",additionalProperties:!1,
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
pattern:"^\\S(?:.*\\S)?$"},key:{type:"string",maxLength:255,pattern:"^\\S(?:.*\\S)?$"}}}}},notify:{type:"object",additionalProperties:!1,
oneOf:[{required:["email"]},{required:["topic"]}],properties:{email:{type:"string",maxLength:255,pattern:"^\\S(?:.*\\S)?$"},
topic:{type:"string",maxLength:255,pattern:"^\\S(?:.*\\S)?$"}}}}},c=Object.prototype.hasOwnProperty,_=new RegExp("^[A-Za\
-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?$","u"),v=new RegExp("^(?!\\.{1,2}$)[^\\s/\\\\%?#]+$","u"),f=new RegExp("^\\S(?:.*\\\
S)?$","u");function S(y,{instancePath:t="",parentData:L,parentDataProperty:$,rootData:j=y}={}){let e=null,r=0;if(y&&typeof y==
"object"&&!Array.isArray(y)){for(let m of Object.keys(y))if(!(m==="instance"||m==="workspaces"||m==="schedule"||m==="win\
dows"||m==="state"||m==="github"||m==="webhook"||m==="notify")){let a={instancePath:t,schemaPath:"#/additionalProperties",
keyword:"additionalProperties",params:{additionalProperty:m}};e===null?e=[a]:e.push(a),r++}if(y.instance!==void 0&&c.call(
y,"instance")){let m=y.instance;if(typeof m=="string"){if(m.length>100){let a={instancePath:t+"/instance",schemaPath:"#/\
properties/instance/maxLength",keyword:"maxLength",params:{limit:100}};e===null?e=[a]:e.push(a),r++}if(!_.test(m)){let a={
instancePath:t+"/instance",schemaPath:"#/properties/instance/pattern",keyword:"pattern",params:{pattern:"^[A-Za-z0-9_](?\
:[A-Za-z0-9_-]*[A-Za-z0-9_])?$"}};e===null?e=[a]:e.push(a),r++}}else{let a={instancePath:t+"/instance",schemaPath:"#/pro\
perties/instance/type",keyword:"type",params:{type:"string"}};e===null?e=[a]:e.push(a),r++}}if(y.workspaces!==void 0&&c.
call(y,"workspaces")){let m=y.workspaces;if(Array.isArray(m)){if(m.length>1e4){let s={instancePath:t+"/workspaces",schemaPath:"\
#/properties/workspaces/maxItems",keyword:"maxItems",params:{limit:1e4}};e===null?e=[s]:e.push(s),r++}let a=m.length;for(let s=0;s<
a;s++){let i=m[s];if(i&&typeof i=="object"&&!Array.isArray(i)){for(let o of Object.keys(i))if(!c.call(b.properties.workspaces.
items.properties,o)){let p={instancePath:t+"/workspaces/"+s,schemaPath:"#/properties/workspaces/items/additionalProperti\
es",keyword:"additionalProperties",params:{additionalProperty:o}};e===null?e=[p]:e.push(p),r++}if(i.workspace!==void 0&&
c.call(i,"workspace")){let o=i.workspace;if(typeof o=="string"){if(o.length>255){let p={instancePath:t+"/workspaces/"+s+
"/workspace",schemaPath:"#/properties/workspaces/items/properties/workspace/maxLength",keyword:"maxLength",params:{limit:255}};
e===null?e=[p]:e.push(p),r++}if(!v.test(o)){let p={instancePath:t+"/workspaces/"+s+"/workspace",schemaPath:"#/properties\
/workspaces/items/properties/workspace/pattern",keyword:"pattern",params:{pattern:"^(?!\\.{1,2}$)[^\\s/\\\\%?#]+$"}};e===
null?e=[p]:e.push(p),r++}}else{let p={instancePath:t+"/workspaces/"+s+"/workspace",schemaPath:"#/properties/workspaces/i\
tems/properties/workspace/type",keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),r++}}if(i.region!==void 0&&
c.call(i,"region")){let o=i.region;if(!(o==="us"||o==="eu"||o==="asia")){let p={instancePath:t+"/workspaces/"+s+"/region",
schemaPath:"#/properties/workspaces/items/properties/region/enum",keyword:"enum",params:{allowedValues:b.properties.workspaces.
items.properties.region.enum}};e===null?e=[p]:e.push(p),r++}}if(i.api!==void 0&&c.call(i,"api")){let o=i.api;if(typeof o==
"string"){if(o.length>255){let p={instancePath:t+"/workspaces/"+s+"/api",schemaPath:"#/properties/workspaces/items/prope\
rties/api/maxLength",keyword:"maxLength",params:{limit:255}};e===null?e=[p]:e.push(p),r++}if(!f.test(o)){let p={instancePath:t+
"/workspaces/"+s+"/api",schemaPath:"#/properties/workspaces/items/properties/api/pattern",keyword:"pattern",params:{pattern:"\
^\\S(?:.*\\S)?$"}};e===null?e=[p]:e.push(p),r++}}else{let p={instancePath:t+"/workspaces/"+s+"/api",schemaPath:"#/proper\
ties/workspaces/items/properties/api/type",keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),r++}}if(i.manifests!==
void 0&&c.call(i,"manifests")){let o=i.manifests;if(typeof o=="string"){if(o.length>255){let p={instancePath:t+"/workspa\
ces/"+s+"/manifests",schemaPath:"#/properties/workspaces/items/properties/manifests/maxLength",keyword:"maxLength",params:{
limit:255}};e===null?e=[p]:e.push(p),r++}if(!f.test(o)){let p={instancePath:t+"/workspaces/"+s+"/manifests",schemaPath:"\
#/properties/workspaces/items/properties/manifests/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?
e=[p]:e.push(p),r++}}else{let p={instancePath:t+"/workspaces/"+s+"/manifests",schemaPath:"#/properties/workspaces/items/\
properties/manifests/type",keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),r++}}if(i.source!==void 0&&c.
call(i,"source")){let o=i.source;if(!(o==="bundle"||o==="release"||o==="prefix"||o==="github")){let p={instancePath:t+"/\
workspaces/"+s+"/source",schemaPath:"#/properties/workspaces/items/properties/source/enum",keyword:"enum",params:{allowedValues:b.
properties.workspaces.items.properties.source.enum}};e===null?e=[p]:e.push(p),r++}}if(i.token!==void 0&&c.call(i,"token")){
let o=i.token,p=r,l=!1,u=null,w=r;if(o&&typeof o=="object"&&!Array.isArray(o)&&(o.env===void 0||!c.call(o,"env"))){let n={
instancePath:t+"/workspaces/"+s+"/token",schemaPath:"#/properties/workspaces/items/properties/token/oneOf/0/required",keyword:"\
required",params:{missingProperty:"env"}};e===null?e=[n]:e.push(n),r++}var g=w===r;g&&(l=!0,u=0);let d=r;if(o&&typeof o==
"object"&&!Array.isArray(o)&&(o.ssm===void 0||!c.call(o,"ssm"))){let n={instancePath:t+"/workspaces/"+s+"/token",schemaPath:"\
#/properties/workspaces/items/properties/token/oneOf/1/required",keyword:"required",params:{missingProperty:"ssm"}};e===
null?e=[n]:e.push(n),r++}var g=d===r;if(g&&l)l=!1,u=[u,1];else{g&&(l=!0,u=1);let n=r;if(o&&typeof o=="object"&&!Array.isArray(
o)&&(o.oidc===void 0||!c.call(o,"oidc"))){let k={instancePath:t+"/workspaces/"+s+"/token",schemaPath:"#/properties/works\
paces/items/properties/token/oneOf/2/required",keyword:"required",params:{missingProperty:"oidc"}};e===null?e=[k]:e.push(
k),r++}var g=n===r;g&&l?(l=!1,u=[u,2]):g&&(l=!0,u=2)}if(l)r=p,e!==null&&(p?e.length=p:e=null);else{let n={instancePath:t+
"/workspaces/"+s+"/token",schemaPath:"#/properties/workspaces/items/properties/token/oneOf",keyword:"oneOf",params:{passingSchemas:u}};
e===null?e=[n]:e.push(n),r++}if(o&&typeof o=="object"&&!Array.isArray(o)){for(let n of Object.keys(o))if(!(n==="env"||n===
"ssm"||n==="key"||n==="oidc")){let h={instancePath:t+"/workspaces/"+s+"/token",schemaPath:"#/properties/workspaces/items\
/properties/token/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:n}};e===null?e=[h]:e.push(
h),r++}if(o.env!==void 0&&c.call(o,"env")){let n=o.env;if(typeof n=="string"){if(n.length>255){let h={instancePath:t+"/w\
orkspaces/"+s+"/token/env",schemaPath:"#/properties/workspaces/items/properties/token/properties/env/maxLength",keyword:"\
maxLength",params:{limit:255}};e===null?e=[h]:e.push(h),r++}if(!f.test(n)){let h={instancePath:t+"/workspaces/"+s+"/toke\
n/env",schemaPath:"#/properties/workspaces/items/properties/token/properties/env/pattern",keyword:"pattern",params:{pattern:"\
^\\S(?:.*\\S)?$"}};e===null?e=[h]:e.push(h),r++}}else{let h={instancePath:t+"/workspaces/"+s+"/token/env",schemaPath:"#/\
properties/workspaces/items/properties/token/properties/env/type",keyword:"type",params:{type:"string"}};e===null?e=[h]:
e.push(h),r++}}if(o.ssm!==void 0&&c.call(o,"ssm")){let n=o.ssm;if(typeof n=="string"){if(n.length>255){let h={instancePath:t+
"/workspaces/"+s+"/token/ssm",schemaPath:"#/properties/workspaces/items/properties/token/properties/ssm/maxLength",keyword:"\
maxLength",params:{limit:255}};e===null?e=[h]:e.push(h),r++}if(!f.test(n)){let h={instancePath:t+"/workspaces/"+s+"/toke\
n/ssm",schemaPath:"#/properties/workspaces/items/properties/token/properties/ssm/pattern",keyword:"pattern",params:{pattern:"\
^\\S(?:.*\\S)?$"}};e===null?e=[h]:e.push(h),r++}}else{let h={instancePath:t+"/workspaces/"+s+"/token/ssm",schemaPath:"#/\
properties/workspaces/items/properties/token/properties/ssm/type",keyword:"type",params:{type:"string"}};e===null?e=[h]:
e.push(h),r++}}if(o.key!==void 0&&c.call(o,"key")){let n=o.key;if(typeof n=="string"){if(n.length>255){let h={instancePath:t+
"/workspaces/"+s+"/token/key",schemaPath:"#/properties/workspaces/items/properties/token/properties/key/maxLength",keyword:"\
maxLength",params:{limit:255}};e===null?e=[h]:e.push(h),r++}if(!f.test(n)){let h={instancePath:t+"/workspaces/"+s+"/toke\
n/key",schemaPath:"#/properties/workspaces/items/properties/token/properties/key/pattern",keyword:"pattern",params:{pattern:"\
^\\S(?:.*\\S)?$"}};e===null?e=[h]:e.push(h),r++}}else{let h={instancePath:t+"/workspaces/"+s+"/token/key",schemaPath:"#/\
properties/workspaces/items/properties/token/properties/key/type",keyword:"type",params:{type:"string"}};e===null?e=[h]:
e.push(h),r++}}if(o.oidc!==void 0&&c.call(o,"oidc")){let n=o.oidc;if(n&&typeof n=="object"&&!Array.isArray(n)){if(n.provider_id===
void 0||!c.call(n,"provider_id")){let h={instancePath:t+"/workspaces/"+s+"/token/oidc",schemaPath:"#/properties/workspac\
es/items/properties/token/properties/oidc/required",keyword:"required",params:{missingProperty:"provider_id"}};e===null?
e=[h]:e.push(h),r++}for(let h of Object.keys(n))if(!(h==="provider_id"||h==="audience")){let k={instancePath:t+"/workspa\
ces/"+s+"/token/oidc",schemaPath:"#/properties/workspaces/items/properties/token/properties/oidc/additionalProperties",keyword:"\
additionalProperties",params:{additionalProperty:h}};e===null?e=[k]:e.push(k),r++}if(n.provider_id!==void 0&&c.call(n,"p\
rovider_id")){let h=n.provider_id;if(typeof h=="string"){if(h.length>255){let k={instancePath:t+"/workspaces/"+s+"/token\
/oidc/provider_id",schemaPath:"#/properties/workspaces/items/properties/token/properties/oidc/properties/provider_id/max\
Length",keyword:"maxLength",params:{limit:255}};e===null?e=[k]:e.push(k),r++}if(!f.test(h)){let k={instancePath:t+"/work\
spaces/"+s+"/token/oidc/provider_id",schemaPath:"#/properties/workspaces/items/properties/token/properties/oidc/properti\
es/provider_id/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[k]:e.push(k),r++}}else{let k={
instancePath:t+"/workspaces/"+s+"/token/oidc/provider_id",schemaPath:"#/properties/workspaces/items/properties/token/pro\
perties/oidc/properties/provider_id/type",keyword:"type",params:{type:"string"}};e===null?e=[k]:e.push(k),r++}}if(n.audience!==
void 0&&c.call(n,"audience")){let h=n.audience;if(typeof h=="string"){if(h.length>255){let k={instancePath:t+"/workspace\
s/"+s+"/token/oidc/audience",schemaPath:"#/properties/workspaces/items/properties/token/properties/oidc/properties/audie\
nce/maxLength",keyword:"maxLength",params:{limit:255}};e===null?e=[k]:e.push(k),r++}if(!f.test(h)){let k={instancePath:t+
"/workspaces/"+s+"/token/oidc/audience",schemaPath:"#/properties/workspaces/items/properties/token/properties/oidc/prope\
rties/audience/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[k]:e.push(k),r++}}else{let k={
instancePath:t+"/workspaces/"+s+"/token/oidc/audience",schemaPath:"#/properties/workspaces/items/properties/token/proper\
ties/oidc/properties/audience/type",keyword:"type",params:{type:"string"}};e===null?e=[k]:e.push(k),r++}}}else{let h={instancePath:t+
"/workspaces/"+s+"/token/oidc",schemaPath:"#/properties/workspaces/items/properties/token/properties/oidc/type",keyword:"\
type",params:{type:"object"}};e===null?e=[h]:e.push(h),r++}}}else{let n={instancePath:t+"/workspaces/"+s+"/token",schemaPath:"\
#/properties/workspaces/items/properties/token/type",keyword:"type",params:{type:"object"}};e===null?e=[n]:e.push(n),r++}}
if(i.policy!==void 0&&c.call(i,"policy")){let o=i.policy;if(!(o==="create-only"||o==="upsert"||o==="sync")){let p={instancePath:t+
"/workspaces/"+s+"/policy",schemaPath:"#/properties/workspaces/items/properties/policy/enum",keyword:"enum",params:{allowedValues:b.
properties.workspaces.items.properties.policy.enum}};e===null?e=[p]:e.push(p),r++}}if(i.on_remove!==void 0&&c.call(i,"on\
_remove")){let o=i.on_remove;if(!(o==="retain"||o==="disable"||o==="delete")){let p={instancePath:t+"/workspaces/"+s+"/o\
n_remove",schemaPath:"#/properties/workspaces/items/properties/on_remove/enum",keyword:"enum",params:{allowedValues:b.properties.
workspaces.items.properties.on_remove.enum}};e===null?e=[p]:e.push(p),r++}}if(i.quarantine_days!==void 0&&c.call(i,"quar\
antine_days")){let o=i.quarantine_days;if(!(typeof o=="number"&&!(o%1)&&!isNaN(o)&&isFinite(o))){let p={instancePath:t+"\
/workspaces/"+s+"/quarantine_days",schemaPath:"#/properties/workspaces/items/properties/quarantine_days/type",keyword:"t\
ype",params:{type:"integer"}};e===null?e=[p]:e.push(p),r++}if(typeof o=="number"&&isFinite(o)&&(o<0||isNaN(o))){let p={instancePath:t+
"/workspaces/"+s+"/quarantine_days",schemaPath:"#/properties/workspaces/items/properties/quarantine_days/minimum",keyword:"\
minimum",params:{comparison:">=",limit:0}};e===null?e=[p]:e.push(p),r++}}if(i.schedule!==void 0&&c.call(i,"schedule")){let o=i.
schedule;if(!(o==="report"||o==="apply")){let p={instancePath:t+"/workspaces/"+s+"/schedule",schemaPath:"#/properties/wo\
rkspaces/items/properties/schedule/enum",keyword:"enum",params:{allowedValues:b.properties.workspaces.items.properties.schedule.
enum}};e===null?e=[p]:e.push(p),r++}}if(i.deep_check!==void 0&&c.call(i,"deep_check")){let o=i.deep_check;if(!(typeof o==
"number"&&!(o%1)&&!isNaN(o)&&isFinite(o))){let p={instancePath:t+"/workspaces/"+s+"/deep_check",schemaPath:"#/properties\
/workspaces/items/properties/deep_check/type",keyword:"type",params:{type:"integer"}};e===null?e=[p]:e.push(p),r++}if(typeof o==
"number"&&isFinite(o)&&(o<1||isNaN(o))){let p={instancePath:t+"/workspaces/"+s+"/deep_check",schemaPath:"#/properties/wo\
rkspaces/items/properties/deep_check/minimum",keyword:"minimum",params:{comparison:">=",limit:1}};e===null?e=[p]:e.push(
p),r++}}if(i.limits!==void 0&&c.call(i,"limits")){let o=i.limits;if(o&&typeof o=="object"&&!Array.isArray(o)){for(let p of Object.
keys(o))if(!(p==="creates"||p==="removals"||p==="max_removals"||p==="updates"||p==="route_removals"||p==="max_route_remo\
vals"||p==="allow")){let l={instancePath:t+"/workspaces/"+s+"/limits",schemaPath:"#/properties/workspaces/items/properti\
es/limits/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:p}};e===null?e=[l]:e.push(l),r++}
if(o.creates!==void 0&&c.call(o,"creates")){let p=o.creates;if(!(typeof p=="number"&&!(p%1)&&!isNaN(p)&&isFinite(p))){let l={
instancePath:t+"/workspaces/"+s+"/limits/creates",schemaPath:"#/properties/workspaces/items/properties/limits/properties\
/creates/type",keyword:"type",params:{type:"integer"}};e===null?e=[l]:e.push(l),r++}if(typeof p=="number"&&isFinite(p)&&
(p<0||isNaN(p))){let l={instancePath:t+"/workspaces/"+s+"/limits/creates",schemaPath:"#/properties/workspaces/items/prop\
erties/limits/properties/creates/minimum",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[l]:e.push(l),r++}}
if(o.removals!==void 0&&c.call(o,"removals")){let p=o.removals;if(typeof p=="string"){if(p.length>4){let l={instancePath:t+
"/workspaces/"+s+"/limits/removals",schemaPath:"#/properties/workspaces/items/properties/limits/properties/removals/maxL\
ength",keyword:"maxLength",params:{limit:4}};e===null?e=[l]:e.push(l),r++}if(!f.test(p)){let l={instancePath:t+"/workspa\
ces/"+s+"/limits/removals",schemaPath:"#/properties/workspaces/items/properties/limits/properties/removals/pattern",keyword:"\
pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[l]:e.push(l),r++}}else{let l={instancePath:t+"/workspaces/"+s+"\
/limits/removals",schemaPath:"#/properties/workspaces/items/properties/limits/properties/removals/type",keyword:"type",params:{
type:"string"}};e===null?e=[l]:e.push(l),r++}}if(o.max_removals!==void 0&&c.call(o,"max_removals")){let p=o.max_removals;
if(!(typeof p=="number"&&!(p%1)&&!isNaN(p)&&isFinite(p))){let l={instancePath:t+"/workspaces/"+s+"/limits/max_removals",
schemaPath:"#/properties/workspaces/items/properties/limits/properties/max_removals/type",keyword:"type",params:{type:"i\
nteger"}};e===null?e=[l]:e.push(l),r++}if(typeof p=="number"&&isFinite(p)&&(p<0||isNaN(p))){let l={instancePath:t+"/work\
spaces/"+s+"/limits/max_removals",schemaPath:"#/properties/workspaces/items/properties/limits/properties/max_removals/mi\
nimum",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[l]:e.push(l),r++}}if(o.updates!==void 0&&c.call(o,
"updates")){let p=o.updates;if(typeof p=="string"){if(p.length>4){let l={instancePath:t+"/workspaces/"+s+"/limits/update\
s",schemaPath:"#/properties/workspaces/items/properties/limits/properties/updates/maxLength",keyword:"maxLength",params:{
limit:4}};e===null?e=[l]:e.push(l),r++}if(!f.test(p)){let l={instancePath:t+"/workspaces/"+s+"/limits/updates",schemaPath:"\
#/properties/workspaces/items/properties/limits/properties/updates/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\\
S)?$"}};e===null?e=[l]:e.push(l),r++}}else{let l={instancePath:t+"/workspaces/"+s+"/limits/updates",schemaPath:"#/proper\
ties/workspaces/items/properties/limits/properties/updates/type",keyword:"type",params:{type:"string"}};e===null?e=[l]:e.
push(l),r++}}if(o.route_removals!==void 0&&c.call(o,"route_removals")){let p=o.route_removals;if(typeof p=="string"){if(p.
length>4){let l={instancePath:t+"/workspaces/"+s+"/limits/route_removals",schemaPath:"#/properties/workspaces/items/prop\
erties/limits/properties/route_removals/maxLength",keyword:"maxLength",params:{limit:4}};e===null?e=[l]:e.push(l),r++}if(!f.
test(p)){let l={instancePath:t+"/workspaces/"+s+"/limits/route_removals",schemaPath:"#/properties/workspaces/items/prope\
rties/limits/properties/route_removals/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[l]:e.push(
l),r++}}else{let l={instancePath:t+"/workspaces/"+s+"/limits/route_removals",schemaPath:"#/properties/workspaces/items/p\
roperties/limits/properties/route_removals/type",keyword:"type",params:{type:"string"}};e===null?e=[l]:e.push(l),r++}}if(o.
max_route_removals!==void 0&&c.call(o,"max_route_removals")){let p=o.max_route_removals;if(!(typeof p=="number"&&!(p%1)&&
!isNaN(p)&&isFinite(p))){let l={instancePath:t+"/workspaces/"+s+"/limits/max_route_removals",schemaPath:"#/properties/wo\
rkspaces/items/properties/limits/properties/max_route_removals/type",keyword:"type",params:{type:"integer"}};e===null?e=
[l]:e.push(l),r++}if(typeof p=="number"&&isFinite(p)&&(p<0||isNaN(p))){let l={instancePath:t+"/workspaces/"+s+"/limits/m\
ax_route_removals",schemaPath:"#/properties/workspaces/items/properties/limits/properties/max_route_removals/minimum",keyword:"\
minimum",params:{comparison:">=",limit:0}};e===null?e=[l]:e.push(l),r++}}if(o.allow!==void 0&&c.call(o,"allow")){let p=o.
allow;if(Array.isArray(p)){let l=p.length;for(let u=0;u<l;u++){let w=p[u];if(!(w==="last-route"||w==="apex"||w==="wildca\
rd"||w==="root-path"||w==="default-target"||w==="domain-change"||w==="others-widened")){let d={instancePath:t+"/workspac\
es/"+s+"/limits/allow/"+u,schemaPath:"#/properties/workspaces/items/properties/limits/properties/allow/items/enum",keyword:"\
enum",params:{allowedValues:b.properties.workspaces.items.properties.limits.properties.allow.items.enum}};e===null?e=[d]:
e.push(d),r++}}}else{let l={instancePath:t+"/workspaces/"+s+"/limits/allow",schemaPath:"#/properties/workspaces/items/pr\
operties/limits/properties/allow/type",keyword:"type",params:{type:"array"}};e===null?e=[l]:e.push(l),r++}}}else{let p={
instancePath:t+"/workspaces/"+s+"/limits",schemaPath:"#/properties/workspaces/items/properties/limits/type",keyword:"typ\
e",params:{type:"object"}};e===null?e=[p]:e.push(p),r++}}}else{let o={instancePath:t+"/workspaces/"+s,schemaPath:"#/prop\
erties/workspaces/items/type",keyword:"type",params:{type:"object"}};e===null?e=[o]:e.push(o),r++}}}else{let a={instancePath:t+
"/workspaces",schemaPath:"#/properties/workspaces/type",keyword:"type",params:{type:"array"}};e===null?e=[a]:e.push(a),r++}}
if(y.schedule!==void 0&&c.call(y,"schedule")){let m=y.schedule;if(typeof m=="string"){if(m.length>255){let a={instancePath:t+
"/schedule",schemaPath:"#/properties/schedule/maxLength",keyword:"maxLength",params:{limit:255}};e===null?e=[a]:e.push(a),
r++}if(!f.test(m)){let a={instancePath:t+"/schedule",schemaPath:"#/properties/schedule/pattern",keyword:"pattern",params:{
pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[a]:e.push(a),r++}}else{let a={instancePath:t+"/schedule",schemaPath:"#/propertie\
s/schedule/type",keyword:"type",params:{type:"string"}};e===null?e=[a]:e.push(a),r++}}if(y.windows!==void 0&&c.call(y,"w\
indows")){let m=y.windows;if(Array.isArray(m)){if(m.length>50){let s={instancePath:t+"/windows",schemaPath:"#/properties\
/windows/maxItems",keyword:"maxItems",params:{limit:50}};e===null?e=[s]:e.push(s),r++}let a=m.length;for(let s=0;s<a;s++){
let i=m[s],o=r,p=!1,l=null,u=r;if(i&&typeof i=="object"&&!Array.isArray(i)&&(i.deny===void 0||!c.call(i,"deny"))){let d={
instancePath:t+"/windows/"+s,schemaPath:"#/properties/windows/items/oneOf/0/required",keyword:"required",params:{missingProperty:"\
deny"}};e===null?e=[d]:e.push(d),r++}var P=u===r;P&&(p=!0,l=0);let w=r;if(i&&typeof i=="object"&&!Array.isArray(i)&&(i.allow===
void 0||!c.call(i,"allow"))){let d={instancePath:t+"/windows/"+s,schemaPath:"#/properties/windows/items/oneOf/1/required",
keyword:"required",params:{missingProperty:"allow"}};e===null?e=[d]:e.push(d),r++}var P=w===r;if(P&&p?(p=!1,l=[l,1]):P&&
(p=!0,l=1),p)r=o,e!==null&&(o?e.length=o:e=null);else{let d={instancePath:t+"/windows/"+s,schemaPath:"#/properties/windo\
ws/items/oneOf",keyword:"oneOf",params:{passingSchemas:l}};e===null?e=[d]:e.push(d),r++}if(i&&typeof i=="object"&&!Array.
isArray(i)){if(i.duration===void 0||!c.call(i,"duration")){let d={instancePath:t+"/windows/"+s,schemaPath:"#/properties/\
windows/items/required",keyword:"required",params:{missingProperty:"duration"}};e===null?e=[d]:e.push(d),r++}for(let d of Object.
keys(i))if(!(d==="deny"||d==="allow"||d==="duration"||d==="timezone"||d==="reason")){let n={instancePath:t+"/windows/"+s,
schemaPath:"#/properties/windows/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:d}};
e===null?e=[n]:e.push(n),r++}if(i.deny!==void 0&&c.call(i,"deny")){let d=i.deny;if(typeof d=="string"){if(d.length>255){
let n={instancePath:t+"/windows/"+s+"/deny",schemaPath:"#/properties/windows/items/properties/deny/maxLength",keyword:"m\
axLength",params:{limit:255}};e===null?e=[n]:e.push(n),r++}if(!f.test(d)){let n={instancePath:t+"/windows/"+s+"/deny",schemaPath:"\
#/properties/windows/items/properties/deny/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[n]:
e.push(n),r++}}else{let n={instancePath:t+"/windows/"+s+"/deny",schemaPath:"#/properties/windows/items/properties/deny/t\
ype",keyword:"type",params:{type:"string"}};e===null?e=[n]:e.push(n),r++}}if(i.allow!==void 0&&c.call(i,"allow")){let d=i.
allow;if(typeof d=="string"){if(d.length>255){let n={instancePath:t+"/windows/"+s+"/allow",schemaPath:"#/properties/wind\
ows/items/properties/allow/maxLength",keyword:"maxLength",params:{limit:255}};e===null?e=[n]:e.push(n),r++}if(!f.test(d)){
let n={instancePath:t+"/windows/"+s+"/allow",schemaPath:"#/properties/windows/items/properties/allow/pattern",keyword:"p\
attern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[n]:e.push(n),r++}}else{let n={instancePath:t+"/windows/"+s+"/all\
ow",schemaPath:"#/properties/windows/items/properties/allow/type",keyword:"type",params:{type:"string"}};e===null?e=[n]:
e.push(n),r++}}if(i.duration!==void 0&&c.call(i,"duration")){let d=i.duration;if(typeof d=="string"){if(d.length>255){let n={
instancePath:t+"/windows/"+s+"/duration",schemaPath:"#/properties/windows/items/properties/duration/maxLength",keyword:"\
maxLength",params:{limit:255}};e===null?e=[n]:e.push(n),r++}if(!f.test(d)){let n={instancePath:t+"/windows/"+s+"/duratio\
n",schemaPath:"#/properties/windows/items/properties/duration/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};
e===null?e=[n]:e.push(n),r++}}else{let n={instancePath:t+"/windows/"+s+"/duration",schemaPath:"#/properties/windows/item\
s/properties/duration/type",keyword:"type",params:{type:"string"}};e===null?e=[n]:e.push(n),r++}}if(i.timezone!==void 0&&
c.call(i,"timezone")){let d=i.timezone;if(typeof d=="string"){if(d.length>255){let n={instancePath:t+"/windows/"+s+"/tim\
ezone",schemaPath:"#/properties/windows/items/properties/timezone/maxLength",keyword:"maxLength",params:{limit:255}};e===
null?e=[n]:e.push(n),r++}if(!f.test(d)){let n={instancePath:t+"/windows/"+s+"/timezone",schemaPath:"#/properties/windows\
/items/properties/timezone/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[n]:e.push(n),r++}}else{
let n={instancePath:t+"/windows/"+s+"/timezone",schemaPath:"#/properties/windows/items/properties/timezone/type",keyword:"\
type",params:{type:"string"}};e===null?e=[n]:e.push(n),r++}}if(i.reason!==void 0&&c.call(i,"reason")){let d=i.reason;if(typeof d==
"string"){if(d.length>255){let n={instancePath:t+"/windows/"+s+"/reason",schemaPath:"#/properties/windows/items/properti\
es/reason/maxLength",keyword:"maxLength",params:{limit:255}};e===null?e=[n]:e.push(n),r++}if(!f.test(d)){let n={instancePath:t+
"/windows/"+s+"/reason",schemaPath:"#/properties/windows/items/properties/reason/pattern",keyword:"pattern",params:{pattern:"\
^\\S(?:.*\\S)?$"}};e===null?e=[n]:e.push(n),r++}}else{let n={instancePath:t+"/windows/"+s+"/reason",schemaPath:"#/proper\
ties/windows/items/properties/reason/type",keyword:"type",params:{type:"string"}};e===null?e=[n]:e.push(n),r++}}}else{let d={
instancePath:t+"/windows/"+s,schemaPath:"#/properties/windows/items/type",keyword:"type",params:{type:"object"}};e===null?
e=[d]:e.push(d),r++}}}else{let a={instancePath:t+"/windows",schemaPath:"#/properties/windows/type",keyword:"type",params:{
type:"array"}};e===null?e=[a]:e.push(a),r++}}if(y.state!==void 0&&c.call(y,"state")){let m=y.state;if(m&&typeof m=="obje\
ct"&&!Array.isArray(m)){if(m.s3===void 0||!c.call(m,"s3")){let a={instancePath:t+"/state",schemaPath:"#/properties/state\
/required",keyword:"required",params:{missingProperty:"s3"}};e===null?e=[a]:e.push(a),r++}for(let a of Object.keys(m))if(a!==
"s3"){let s={instancePath:t+"/state",schemaPath:"#/properties/state/additionalProperties",keyword:"additionalProperties",
params:{additionalProperty:a}};e===null?e=[s]:e.push(s),r++}if(m.s3!==void 0&&c.call(m,"s3")){let a=m.s3;if(typeof a=="s\
tring"){if(a.length>255){let s={instancePath:t+"/state/s3",schemaPath:"#/properties/state/properties/s3/maxLength",keyword:"\
maxLength",params:{limit:255}};e===null?e=[s]:e.push(s),r++}if(!f.test(a)){let s={instancePath:t+"/state/s3",schemaPath:"\
#/properties/state/properties/s3/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[s]:e.push(s),
r++}}else{let s={instancePath:t+"/state/s3",schemaPath:"#/properties/state/properties/s3/type",keyword:"type",params:{type:"\
string"}};e===null?e=[s]:e.push(s),r++}}}else{let a={instancePath:t+"/state",schemaPath:"#/properties/state/type",keyword:"\
type",params:{type:"object"}};e===null?e=[a]:e.push(a),r++}}if(y.github!==void 0&&c.call(y,"github")){let m=y.github;if(m&&
typeof m=="object"&&!Array.isArray(m)){if(m.repository===void 0||!c.call(m,"repository")){let a={instancePath:t+"/github",
schemaPath:"#/properties/github/required",keyword:"required",params:{missingProperty:"repository"}};e===null?e=[a]:e.push(
a),r++}for(let a of Object.keys(m))if(!(a==="repository"||a==="branch"||a==="token")){let s={instancePath:t+"/github",schemaPath:"\
#/properties/github/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:a}};e===null?e=[s]:e.
push(s),r++}if(m.repository!==void 0&&c.call(m,"repository")){let a=m.repository;if(typeof a=="string"){if(a.length>255){
let s={instancePath:t+"/github/repository",schemaPath:"#/properties/github/properties/repository/maxLength",keyword:"max\
Length",params:{limit:255}};e===null?e=[s]:e.push(s),r++}if(!f.test(a)){let s={instancePath:t+"/github/repository",schemaPath:"\
#/properties/github/properties/repository/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[s]:
e.push(s),r++}}else{let s={instancePath:t+"/github/repository",schemaPath:"#/properties/github/properties/repository/typ\
e",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),r++}}if(m.branch!==void 0&&c.call(m,"branch")){let a=m.
branch;if(typeof a=="string"){if(a.length>255){let s={instancePath:t+"/github/branch",schemaPath:"#/properties/github/pr\
operties/branch/maxLength",keyword:"maxLength",params:{limit:255}};e===null?e=[s]:e.push(s),r++}if(!f.test(a)){let s={instancePath:t+
"/github/branch",schemaPath:"#/properties/github/properties/branch/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\\
S)?$"}};e===null?e=[s]:e.push(s),r++}}else{let s={instancePath:t+"/github/branch",schemaPath:"#/properties/github/proper\
ties/branch/type",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),r++}}if(m.token!==void 0&&c.call(m,"to\
ken")){let a=m.token;if(a&&typeof a=="object"&&!Array.isArray(a)){if(a.ssm===void 0||!c.call(a,"ssm")){let s={instancePath:t+
"/github/token",schemaPath:"#/properties/github/properties/token/required",keyword:"required",params:{missingProperty:"s\
sm"}};e===null?e=[s]:e.push(s),r++}for(let s of Object.keys(a))if(!(s==="ssm"||s==="key")){let i={instancePath:t+"/githu\
b/token",schemaPath:"#/properties/github/properties/token/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:s}};
e===null?e=[i]:e.push(i),r++}if(a.ssm!==void 0&&c.call(a,"ssm")){let s=a.ssm;if(typeof s=="string"){if(s.length>255){let i={
instancePath:t+"/github/token/ssm",schemaPath:"#/properties/github/properties/token/properties/ssm/maxLength",keyword:"m\
axLength",params:{limit:255}};e===null?e=[i]:e.push(i),r++}if(!f.test(s)){let i={instancePath:t+"/github/token/ssm",schemaPath:"\
#/properties/github/properties/token/properties/ssm/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?
e=[i]:e.push(i),r++}}else{let i={instancePath:t+"/github/token/ssm",schemaPath:"#/properties/github/properties/token/pro\
perties/ssm/type",keyword:"type",params:{type:"string"}};e===null?e=[i]:e.push(i),r++}}if(a.key!==void 0&&c.call(a,"key")){
let s=a.key;if(typeof s=="string"){if(s.length>255){let i={instancePath:t+"/github/token/key",schemaPath:"#/properties/g\
ithub/properties/token/properties/key/maxLength",keyword:"maxLength",params:{limit:255}};e===null?e=[i]:e.push(i),r++}if(!f.
test(s)){let i={instancePath:t+"/github/token/key",schemaPath:"#/properties/github/properties/token/properties/key/patte\
rn",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[i]:e.push(i),r++}}else{let i={instancePath:t+"/git\
hub/token/key",schemaPath:"#/properties/github/properties/token/properties/key/type",keyword:"type",params:{type:"string"}};
e===null?e=[i]:e.push(i),r++}}}else{let s={instancePath:t+"/github/token",schemaPath:"#/properties/github/properties/tok\
en/type",keyword:"type",params:{type:"object"}};e===null?e=[s]:e.push(s),r++}}}else{let a={instancePath:t+"/github",schemaPath:"\
#/properties/github/type",keyword:"type",params:{type:"object"}};e===null?e=[a]:e.push(a),r++}}if(y.webhook!==void 0&&c.
call(y,"webhook")){let m=y.webhook;if(m&&typeof m=="object"&&!Array.isArray(m)){for(let a of Object.keys(m))if(!(a==="gi\
thub"||a==="buddy")){let s={instancePath:t+"/webhook",schemaPath:"#/properties/webhook/additionalProperties",keyword:"ad\
ditionalProperties",params:{additionalProperty:a}};e===null?e=[s]:e.push(s),r++}if(m.github!==void 0&&c.call(m,"github")){
let a=m.github;if(a&&typeof a=="object"&&!Array.isArray(a)){if(a.ssm===void 0||!c.call(a,"ssm")){let s={instancePath:t+"\
/webhook/github",schemaPath:"#/properties/webhook/properties/github/required",keyword:"required",params:{missingProperty:"\
ssm"}};e===null?e=[s]:e.push(s),r++}for(let s of Object.keys(a))if(!(s==="ssm"||s==="key")){let i={instancePath:t+"/webh\
ook/github",schemaPath:"#/properties/webhook/properties/github/additionalProperties",keyword:"additionalProperties",params:{
additionalProperty:s}};e===null?e=[i]:e.push(i),r++}if(a.ssm!==void 0&&c.call(a,"ssm")){let s=a.ssm;if(typeof s=="string"){
if(s.length>255){let i={instancePath:t+"/webhook/github/ssm",schemaPath:"#/properties/webhook/properties/github/properti\
es/ssm/maxLength",keyword:"maxLength",params:{limit:255}};e===null?e=[i]:e.push(i),r++}if(!f.test(s)){let i={instancePath:t+
"/webhook/github/ssm",schemaPath:"#/properties/webhook/properties/github/properties/ssm/pattern",keyword:"pattern",params:{
pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[i]:e.push(i),r++}}else{let i={instancePath:t+"/webhook/github/ssm",schemaPath:"#\
/properties/webhook/properties/github/properties/ssm/type",keyword:"type",params:{type:"string"}};e===null?e=[i]:e.push(
i),r++}}if(a.key!==void 0&&c.call(a,"key")){let s=a.key;if(typeof s=="string"){if(s.length>255){let i={instancePath:t+"/\
webhook/github/key",schemaPath:"#/properties/webhook/properties/github/properties/key/maxLength",keyword:"maxLength",params:{
limit:255}};e===null?e=[i]:e.push(i),r++}if(!f.test(s)){let i={instancePath:t+"/webhook/github/key",schemaPath:"#/proper\
ties/webhook/properties/github/properties/key/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=
[i]:e.push(i),r++}}else{let i={instancePath:t+"/webhook/github/key",schemaPath:"#/properties/webhook/properties/github/p\
roperties/key/type",keyword:"type",params:{type:"string"}};e===null?e=[i]:e.push(i),r++}}}else{let s={instancePath:t+"/w\
ebhook/github",schemaPath:"#/properties/webhook/properties/github/type",keyword:"type",params:{type:"object"}};e===null?
e=[s]:e.push(s),r++}}if(m.buddy!==void 0&&c.call(m,"buddy")){let a=m.buddy;if(a&&typeof a=="object"&&!Array.isArray(a)){
if(a.ssm===void 0||!c.call(a,"ssm")){let s={instancePath:t+"/webhook/buddy",schemaPath:"#/properties/webhook/properties/\
buddy/required",keyword:"required",params:{missingProperty:"ssm"}};e===null?e=[s]:e.push(s),r++}for(let s of Object.keys(
a))if(!(s==="ssm"||s==="key")){let i={instancePath:t+"/webhook/buddy",schemaPath:"#/properties/webhook/properties/buddy/\
additionalProperties",keyword:"additionalProperties",params:{additionalProperty:s}};e===null?e=[i]:e.push(i),r++}if(a.ssm!==
void 0&&c.call(a,"ssm")){let s=a.ssm;if(typeof s=="string"){if(s.length>255){let i={instancePath:t+"/webhook/buddy/ssm",
schemaPath:"#/properties/webhook/properties/buddy/properties/ssm/maxLength",keyword:"maxLength",params:{limit:255}};e===
null?e=[i]:e.push(i),r++}if(!f.test(s)){let i={instancePath:t+"/webhook/buddy/ssm",schemaPath:"#/properties/webhook/prop\
erties/buddy/properties/ssm/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[i]:e.push(i),r++}}else{
let i={instancePath:t+"/webhook/buddy/ssm",schemaPath:"#/properties/webhook/properties/buddy/properties/ssm/type",keyword:"\
type",params:{type:"string"}};e===null?e=[i]:e.push(i),r++}}if(a.key!==void 0&&c.call(a,"key")){let s=a.key;if(typeof s==
"string"){if(s.length>255){let i={instancePath:t+"/webhook/buddy/key",schemaPath:"#/properties/webhook/properties/buddy/\
properties/key/maxLength",keyword:"maxLength",params:{limit:255}};e===null?e=[i]:e.push(i),r++}if(!f.test(s)){let i={instancePath:t+
"/webhook/buddy/key",schemaPath:"#/properties/webhook/properties/buddy/properties/key/pattern",keyword:"pattern",params:{
pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[i]:e.push(i),r++}}else{let i={instancePath:t+"/webhook/buddy/key",schemaPath:"#/\
properties/webhook/properties/buddy/properties/key/type",keyword:"type",params:{type:"string"}};e===null?e=[i]:e.push(i),
r++}}}else{let s={instancePath:t+"/webhook/buddy",schemaPath:"#/properties/webhook/properties/buddy/type",keyword:"type",
params:{type:"object"}};e===null?e=[s]:e.push(s),r++}}}else{let a={instancePath:t+"/webhook",schemaPath:"#/properties/we\
bhook/type",keyword:"type",params:{type:"object"}};e===null?e=[a]:e.push(a),r++}}if(y.notify!==void 0&&c.call(y,"notify")){
let m=y.notify,a=r,s=!1,i=null,o=r;if(m&&typeof m=="object"&&!Array.isArray(m)&&(m.email===void 0||!c.call(m,"email"))){
let l={instancePath:t+"/notify",schemaPath:"#/properties/notify/oneOf/0/required",keyword:"required",params:{missingProperty:"\
email"}};e===null?e=[l]:e.push(l),r++}var x=o===r;x&&(s=!0,i=0);let p=r;if(m&&typeof m=="object"&&!Array.isArray(m)&&(m.
topic===void 0||!c.call(m,"topic"))){let l={instancePath:t+"/notify",schemaPath:"#/properties/notify/oneOf/1/required",keyword:"\
required",params:{missingProperty:"topic"}};e===null?e=[l]:e.push(l),r++}var x=p===r;if(x&&s?(s=!1,i=[i,1]):x&&(s=!0,i=1),
s)r=a,e!==null&&(a?e.length=a:e=null);else{let l={instancePath:t+"/notify",schemaPath:"#/properties/notify/oneOf",keyword:"\
oneOf",params:{passingSchemas:i}};e===null?e=[l]:e.push(l),r++}if(m&&typeof m=="object"&&!Array.isArray(m)){for(let l of Object.
keys(m))if(!(l==="email"||l==="topic")){let u={instancePath:t+"/notify",schemaPath:"#/properties/notify/additionalProper\
ties",keyword:"additionalProperties",params:{additionalProperty:l}};e===null?e=[u]:e.push(u),r++}if(m.email!==void 0&&c.
call(m,"email")){let l=m.email;if(typeof l=="string"){if(l.length>255){let u={instancePath:t+"/notify/email",schemaPath:"\
#/properties/notify/properties/email/maxLength",keyword:"maxLength",params:{limit:255}};e===null?e=[u]:e.push(u),r++}if(!f.
test(l)){let u={instancePath:t+"/notify/email",schemaPath:"#/properties/notify/properties/email/pattern",keyword:"patter\
n",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[u]:e.push(u),r++}}else{let u={instancePath:t+"/notify/email",schemaPath:"\
#/properties/notify/properties/email/type",keyword:"type",params:{type:"string"}};e===null?e=[u]:e.push(u),r++}}if(m.topic!==
void 0&&c.call(m,"topic")){let l=m.topic;if(typeof l=="string"){if(l.length>255){let u={instancePath:t+"/notify/topic",schemaPath:"\
#/properties/notify/properties/topic/maxLength",keyword:"maxLength",params:{limit:255}};e===null?e=[u]:e.push(u),r++}if(!f.
test(l)){let u={instancePath:t+"/notify/topic",schemaPath:"#/properties/notify/properties/topic/pattern",keyword:"patter\
n",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[u]:e.push(u),r++}}else{let u={instancePath:t+"/notify/topic",schemaPath:"\
#/properties/notify/properties/topic/type",keyword:"type",params:{type:"string"}};e===null?e=[u]:e.push(u),r++}}}else{let l={
instancePath:t+"/notify",schemaPath:"#/properties/notify/type",keyword:"type",params:{type:"object"}};e===null?e=[l]:e.push(
l),r++}}}else{let m={instancePath:t,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[m]:e.push(m),
r++}return S.errors=e,r===0}export{A as validate};
