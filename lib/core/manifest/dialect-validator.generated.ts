// @ts-nocheck
// Generated from the schema by `npm run generate`: change the schema, not this file.
var L=h,y={$id:"urn:distro-sync:dialect",type:"object",additionalProperties:!1,required:["distribution"],properties:{distribution:{
type:"string",maxLength:100,pattern:"^[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?$"},name:{type:"string",maxLength:255,pattern:"\
^\\S(?:.*\\S)?$"},disabled:{type:"boolean"},permissions:{type:"object",additionalProperties:!1,properties:{others:{enum:[
"DENIED","READ_ONLY","USE_ONLY","BLIND","RUN_ONLY","READ_WRITE","MANAGE","DEFAULT","ALLOWED","STAGE","COMMIT"]},users:{type:"\
object",propertyNames:{type:"string",maxLength:255,pattern:"^[^\\s@]+@[^\\s@]+$"},additionalProperties:{enum:["DENIED","\
READ_ONLY","USE_ONLY","BLIND","RUN_ONLY","READ_WRITE","MANAGE","DEFAULT","ALLOWED","STAGE","COMMIT"]}},groups:{type:"obj\
ect",propertyNames:{type:"string",maxLength:255,pattern:"^\\S(?:.*\\S)?$"},additionalProperties:{enum:["DENIED","READ_ON\
LY","USE_ONLY","BLIND","RUN_ONLY","READ_WRITE","MANAGE","DEFAULT","ALLOWED","STAGE","COMMIT"]}}}},routes:{type:"array",maxItems:100,
items:{type:"object",additionalProperties:!1,required:["domain","target"],properties:{domain:{type:"string",maxLength:253},
subdomain:{type:"string",maxLength:253},path:{type:"string",maxLength:2048},type:{enum:["DIRECT_PROXY","CACHED_PROXY","R\
EDIRECT","CLOAKING","PROXY_NO_CACHE","PROXY"]},target:{type:"object",required:["endpoint"],discriminator:{propertyName:"\
endpoint"},oneOf:[{type:"object",additionalProperties:!1,required:["endpoint","address"],properties:{endpoint:{const:"EX\
TERNAL"},address:{type:"string",maxLength:2048}}},{type:"object",additionalProperties:!1,required:["endpoint","sandbox"],
properties:{endpoint:{const:"SANDBOX"},sandbox:{type:"object",additionalProperties:!1,required:["id","endpoint"],properties:{
id:{type:"string",maxLength:255,pattern:"^\\S(?:.*\\S)?$"},endpoint:{type:"string",maxLength:255,pattern:"^\\S(?:.*\\S)?$"}}}}},
{type:"object",additionalProperties:!1,required:["endpoint","tunnel"],properties:{endpoint:{const:"TUNNEL"},tunnel:{type:"\
object",additionalProperties:!1,required:["agent","name"],properties:{agent:{type:"string",maxLength:255,pattern:"^\\S(?:\
.*\\S)?$"},name:{type:"string",maxLength:255,pattern:"^\\S(?:.*\\S)?$"}}}}},{type:"object",additionalProperties:!1,required:[
"endpoint","artifact"],properties:{endpoint:{const:"ARTIFACT"},artifact:{type:"object",additionalProperties:!1,required:[
"id"],properties:{id:{type:"string",maxLength:255,pattern:"^\\S(?:.*\\S)?$"},version:{type:"string",maxLength:255,pattern:"\
^\\S(?:.*\\S)?$"}}}}}]}}}}}},d=Object.prototype.hasOwnProperty,k=new RegExp("^[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])\
?$","u"),c=new RegExp("^\\S(?:.*\\S)?$","u"),b=new RegExp("^[^\\s@]+@[^\\s@]+$","u");function h(f,{instancePath:o="",parentData:O,
parentDataProperty:w,rootData:A=f}={}){let e=null,i=0;if(f&&typeof f=="object"&&!Array.isArray(f)){if(f.distribution===void 0||
!d.call(f,"distribution")){let u={instancePath:o,schemaPath:"#/required",keyword:"required",params:{missingProperty:"dis\
tribution"}};e===null?e=[u]:e.push(u),i++}for(let u of Object.keys(f))if(!(u==="distribution"||u==="name"||u==="disabled"||
u==="permissions"||u==="routes")){let n={instancePath:o,schemaPath:"#/additionalProperties",keyword:"additionalPropertie\
s",params:{additionalProperty:u}};e===null?e=[n]:e.push(n),i++}if(f.distribution!==void 0&&d.call(f,"distribution")){let u=f.
distribution;if(typeof u=="string"){if(u.length>100){let n={instancePath:o+"/distribution",schemaPath:"#/properties/dist\
ribution/maxLength",keyword:"maxLength",params:{limit:100}};e===null?e=[n]:e.push(n),i++}if(!k.test(u)){let n={instancePath:o+
"/distribution",schemaPath:"#/properties/distribution/pattern",keyword:"pattern",params:{pattern:"^[A-Za-z0-9_](?:[A-Za-\
z0-9_-]*[A-Za-z0-9_])?$"}};e===null?e=[n]:e.push(n),i++}}else{let n={instancePath:o+"/distribution",schemaPath:"#/proper\
ties/distribution/type",keyword:"type",params:{type:"string"}};e===null?e=[n]:e.push(n),i++}}if(f.name!==void 0&&d.call(
f,"name")){let u=f.name;if(typeof u=="string"){if(u.length>255){let n={instancePath:o+"/name",schemaPath:"#/properties/n\
ame/maxLength",keyword:"maxLength",params:{limit:255}};e===null?e=[n]:e.push(n),i++}if(!c.test(u)){let n={instancePath:o+
"/name",schemaPath:"#/properties/name/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[n]:e.push(
n),i++}}else{let n={instancePath:o+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type:"string"}};e===
null?e=[n]:e.push(n),i++}}if(f.disabled!==void 0&&d.call(f,"disabled")&&typeof f.disabled!="boolean"){let u={instancePath:o+
"/disabled",schemaPath:"#/properties/disabled/type",keyword:"type",params:{type:"boolean"}};e===null?e=[u]:e.push(u),i++}
if(f.permissions!==void 0&&d.call(f,"permissions")){let u=f.permissions;if(u&&typeof u=="object"&&!Array.isArray(u)){for(let n of Object.
keys(u))if(!(n==="others"||n==="users"||n==="groups")){let s={instancePath:o+"/permissions",schemaPath:"#/properties/per\
missions/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:n}};e===null?e=[s]:e.push(s),i++}
if(u.others!==void 0&&d.call(u,"others")){let n=u.others;if(!(n==="DENIED"||n==="READ_ONLY"||n==="USE_ONLY"||n==="BLIND"||
n==="RUN_ONLY"||n==="READ_WRITE"||n==="MANAGE"||n==="DEFAULT"||n==="ALLOWED"||n==="STAGE"||n==="COMMIT")){let s={instancePath:o+
"/permissions/others",schemaPath:"#/properties/permissions/properties/others/enum",keyword:"enum",params:{allowedValues:y.
properties.permissions.properties.others.enum}};e===null?e=[s]:e.push(s),i++}}if(u.users!==void 0&&d.call(u,"users")){let n=u.
users;if(n&&typeof n=="object"&&!Array.isArray(n)){for(let s of Object.keys(n)){let l=i;if(typeof s=="string"){if(s.length>
255){let t={instancePath:o+"/permissions/users",schemaPath:"#/properties/permissions/properties/users/propertyNames/maxL\
ength",keyword:"maxLength",params:{limit:255},propertyName:s};e===null?e=[t]:e.push(t),i++}if(!b.test(s)){let t={instancePath:o+
"/permissions/users",schemaPath:"#/properties/permissions/properties/users/propertyNames/pattern",keyword:"pattern",params:{
pattern:"^[^\\s@]+@[^\\s@]+$"},propertyName:s};e===null?e=[t]:e.push(t),i++}}else{let t={instancePath:o+"/permissions/us\
ers",schemaPath:"#/properties/permissions/properties/users/propertyNames/type",keyword:"type",params:{type:"string"},propertyName:s};
e===null?e=[t]:e.push(t),i++}var g=l===i;if(!g){let t={instancePath:o+"/permissions/users",schemaPath:"#/properties/perm\
issions/properties/users/propertyNames",keyword:"propertyNames",params:{propertyName:s}};e===null?e=[t]:e.push(t),i++}}for(let s of Object.
keys(n)){let l=n[s];if(!(l==="DENIED"||l==="READ_ONLY"||l==="USE_ONLY"||l==="BLIND"||l==="RUN_ONLY"||l==="READ_WRITE"||l===
"MANAGE"||l==="DEFAULT"||l==="ALLOWED"||l==="STAGE"||l==="COMMIT")){let t={instancePath:o+"/permissions/users/"+s.replace(
/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/permissions/properties/users/additionalProperties/enum",keyword:"\
enum",params:{allowedValues:y.properties.permissions.properties.users.additionalProperties.enum}};e===null?e=[t]:e.push(
t),i++}}}else{let s={instancePath:o+"/permissions/users",schemaPath:"#/properties/permissions/properties/users/type",keyword:"\
type",params:{type:"object"}};e===null?e=[s]:e.push(s),i++}}if(u.groups!==void 0&&d.call(u,"groups")){let n=u.groups;if(n&&
typeof n=="object"&&!Array.isArray(n)){for(let s of Object.keys(n)){let l=i;if(typeof s=="string"){if(s.length>255){let t={
instancePath:o+"/permissions/groups",schemaPath:"#/properties/permissions/properties/groups/propertyNames/maxLength",keyword:"\
maxLength",params:{limit:255},propertyName:s};e===null?e=[t]:e.push(t),i++}if(!c.test(s)){let t={instancePath:o+"/permis\
sions/groups",schemaPath:"#/properties/permissions/properties/groups/propertyNames/pattern",keyword:"pattern",params:{pattern:"\
^\\S(?:.*\\S)?$"},propertyName:s};e===null?e=[t]:e.push(t),i++}}else{let t={instancePath:o+"/permissions/groups",schemaPath:"\
#/properties/permissions/properties/groups/propertyNames/type",keyword:"type",params:{type:"string"},propertyName:s};e===
null?e=[t]:e.push(t),i++}var P=l===i;if(!P){let t={instancePath:o+"/permissions/groups",schemaPath:"#/properties/permiss\
ions/properties/groups/propertyNames",keyword:"propertyNames",params:{propertyName:s}};e===null?e=[t]:e.push(t),i++}}for(let s of Object.
keys(n)){let l=n[s];if(!(l==="DENIED"||l==="READ_ONLY"||l==="USE_ONLY"||l==="BLIND"||l==="RUN_ONLY"||l==="READ_WRITE"||l===
"MANAGE"||l==="DEFAULT"||l==="ALLOWED"||l==="STAGE"||l==="COMMIT")){let t={instancePath:o+"/permissions/groups/"+s.replace(
/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/permissions/properties/groups/additionalProperties/enum",keyword:"\
enum",params:{allowedValues:y.properties.permissions.properties.groups.additionalProperties.enum}};e===null?e=[t]:e.push(
t),i++}}}else{let s={instancePath:o+"/permissions/groups",schemaPath:"#/properties/permissions/properties/groups/type",keyword:"\
type",params:{type:"object"}};e===null?e=[s]:e.push(s),i++}}}else{let n={instancePath:o+"/permissions",schemaPath:"#/pro\
perties/permissions/type",keyword:"type",params:{type:"object"}};e===null?e=[n]:e.push(n),i++}}if(f.routes!==void 0&&d.call(
f,"routes")){let u=f.routes;if(Array.isArray(u)){if(u.length>100){let s={instancePath:o+"/routes",schemaPath:"#/properti\
es/routes/maxItems",keyword:"maxItems",params:{limit:100}};e===null?e=[s]:e.push(s),i++}let n=u.length;for(let s=0;s<n;s++){
let l=u[s];if(l&&typeof l=="object"&&!Array.isArray(l)){if(l.domain===void 0||!d.call(l,"domain")){let t={instancePath:o+
"/routes/"+s,schemaPath:"#/properties/routes/items/required",keyword:"required",params:{missingProperty:"domain"}};e===null?
e=[t]:e.push(t),i++}if(l.target===void 0||!d.call(l,"target")){let t={instancePath:o+"/routes/"+s,schemaPath:"#/properti\
es/routes/items/required",keyword:"required",params:{missingProperty:"target"}};e===null?e=[t]:e.push(t),i++}for(let t of Object.
keys(l))if(!(t==="domain"||t==="subdomain"||t==="path"||t==="type"||t==="target")){let m={instancePath:o+"/routes/"+s,schemaPath:"\
#/properties/routes/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:t}};e===null?e=
[m]:e.push(m),i++}if(l.domain!==void 0&&d.call(l,"domain")){let t=l.domain;if(typeof t=="string"){if(t.length>253){let m={
instancePath:o+"/routes/"+s+"/domain",schemaPath:"#/properties/routes/items/properties/domain/maxLength",keyword:"maxLen\
gth",params:{limit:253}};e===null?e=[m]:e.push(m),i++}}else{let m={instancePath:o+"/routes/"+s+"/domain",schemaPath:"#/p\
roperties/routes/items/properties/domain/type",keyword:"type",params:{type:"string"}};e===null?e=[m]:e.push(m),i++}}if(l.
subdomain!==void 0&&d.call(l,"subdomain")){let t=l.subdomain;if(typeof t=="string"){if(t.length>253){let m={instancePath:o+
"/routes/"+s+"/subdomain",schemaPath:"#/properties/routes/items/properties/subdomain/maxLength",keyword:"maxLength",params:{
limit:253}};e===null?e=[m]:e.push(m),i++}}else{let m={instancePath:o+"/routes/"+s+"/subdomain",schemaPath:"#/properties/\
routes/items/properties/subdomain/type",keyword:"type",params:{type:"string"}};e===null?e=[m]:e.push(m),i++}}if(l.path!==
void 0&&d.call(l,"path")){let t=l.path;if(typeof t=="string"){if(t.length>2048){let m={instancePath:o+"/routes/"+s+"/pat\
h",schemaPath:"#/properties/routes/items/properties/path/maxLength",keyword:"maxLength",params:{limit:2048}};e===null?e=
[m]:e.push(m),i++}}else{let m={instancePath:o+"/routes/"+s+"/path",schemaPath:"#/properties/routes/items/properties/path\
/type",keyword:"type",params:{type:"string"}};e===null?e=[m]:e.push(m),i++}}if(l.type!==void 0&&d.call(l,"type")){let t=l.
type;if(!(t==="DIRECT_PROXY"||t==="CACHED_PROXY"||t==="REDIRECT"||t==="CLOAKING"||t==="PROXY_NO_CACHE"||t==="PROXY")){let m={
instancePath:o+"/routes/"+s+"/type",schemaPath:"#/properties/routes/items/properties/type/enum",keyword:"enum",params:{allowedValues:y.
properties.routes.items.properties.type.enum}};e===null?e=[m]:e.push(m),i++}}if(l.target!==void 0&&d.call(l,"target")){let t=l.
target;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.endpoint===void 0||!d.call(t,"endpoint")){let r={instancePath:o+
"/routes/"+s+"/target",schemaPath:"#/properties/routes/items/properties/target/required",keyword:"required",params:{missingProperty:"\
endpoint"}};e===null?e=[r]:e.push(r),i++}let m=t.endpoint;if(typeof m=="string")if(m==="EXTERNAL")if(t&&typeof t=="objec\
t"&&!Array.isArray(t)){if(t.endpoint===void 0||!d.call(t,"endpoint")){let r={instancePath:o+"/routes/"+s+"/target",schemaPath:"\
#/properties/routes/items/properties/target/oneOf/0/required",keyword:"required",params:{missingProperty:"endpoint"}};e===
null?e=[r]:e.push(r),i++}if(t.address===void 0||!d.call(t,"address")){let r={instancePath:o+"/routes/"+s+"/target",schemaPath:"\
#/properties/routes/items/properties/target/oneOf/0/required",keyword:"required",params:{missingProperty:"address"}};e===
null?e=[r]:e.push(r),i++}for(let r of Object.keys(t))if(!(r==="endpoint"||r==="address")){let p={instancePath:o+"/routes\
/"+s+"/target",schemaPath:"#/properties/routes/items/properties/target/oneOf/0/additionalProperties",keyword:"additional\
Properties",params:{additionalProperty:r}};e===null?e=[p]:e.push(p),i++}if(t.endpoint!==void 0&&d.call(t,"endpoint")&&t.
endpoint!=="EXTERNAL"){let r={instancePath:o+"/routes/"+s+"/target/endpoint",schemaPath:"#/properties/routes/items/prope\
rties/target/oneOf/0/properties/endpoint/const",keyword:"const",params:{allowedValue:"EXTERNAL"}};e===null?e=[r]:e.push(
r),i++}if(t.address!==void 0&&d.call(t,"address")){let r=t.address;if(typeof r=="string"){if(r.length>2048){let p={instancePath:o+
"/routes/"+s+"/target/address",schemaPath:"#/properties/routes/items/properties/target/oneOf/0/properties/address/maxLen\
gth",keyword:"maxLength",params:{limit:2048}};e===null?e=[p]:e.push(p),i++}}else{let p={instancePath:o+"/routes/"+s+"/ta\
rget/address",schemaPath:"#/properties/routes/items/properties/target/oneOf/0/properties/address/type",keyword:"type",params:{
type:"string"}};e===null?e=[p]:e.push(p),i++}}}else{let r={instancePath:o+"/routes/"+s+"/target",schemaPath:"#/propertie\
s/routes/items/properties/target/oneOf/0/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}else if(m===
"SANDBOX")if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.endpoint===void 0||!d.call(t,"endpoint")){let r={instancePath:o+
"/routes/"+s+"/target",schemaPath:"#/properties/routes/items/properties/target/oneOf/1/required",keyword:"required",params:{
missingProperty:"endpoint"}};e===null?e=[r]:e.push(r),i++}if(t.sandbox===void 0||!d.call(t,"sandbox")){let r={instancePath:o+
"/routes/"+s+"/target",schemaPath:"#/properties/routes/items/properties/target/oneOf/1/required",keyword:"required",params:{
missingProperty:"sandbox"}};e===null?e=[r]:e.push(r),i++}for(let r of Object.keys(t))if(!(r==="endpoint"||r==="sandbox")){
let p={instancePath:o+"/routes/"+s+"/target",schemaPath:"#/properties/routes/items/properties/target/oneOf/1/additionalP\
roperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[p]:e.push(p),i++}if(t.endpoint!==void 0&&
d.call(t,"endpoint")&&t.endpoint!=="SANDBOX"){let r={instancePath:o+"/routes/"+s+"/target/endpoint",schemaPath:"#/proper\
ties/routes/items/properties/target/oneOf/1/properties/endpoint/const",keyword:"const",params:{allowedValue:"SANDBOX"}};
e===null?e=[r]:e.push(r),i++}if(t.sandbox!==void 0&&d.call(t,"sandbox")){let r=t.sandbox;if(r&&typeof r=="object"&&!Array.
isArray(r)){if(r.id===void 0||!d.call(r,"id")){let p={instancePath:o+"/routes/"+s+"/target/sandbox",schemaPath:"#/proper\
ties/routes/items/properties/target/oneOf/1/properties/sandbox/required",keyword:"required",params:{missingProperty:"id"}};
e===null?e=[p]:e.push(p),i++}if(r.endpoint===void 0||!d.call(r,"endpoint")){let p={instancePath:o+"/routes/"+s+"/target/\
sandbox",schemaPath:"#/properties/routes/items/properties/target/oneOf/1/properties/sandbox/required",keyword:"required",
params:{missingProperty:"endpoint"}};e===null?e=[p]:e.push(p),i++}for(let p of Object.keys(r))if(!(p==="id"||p==="endpoi\
nt")){let a={instancePath:o+"/routes/"+s+"/target/sandbox",schemaPath:"#/properties/routes/items/properties/target/oneOf\
/1/properties/sandbox/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:p}};e===null?e=[a]:
e.push(a),i++}if(r.id!==void 0&&d.call(r,"id")){let p=r.id;if(typeof p=="string"){if(p.length>255){let a={instancePath:o+
"/routes/"+s+"/target/sandbox/id",schemaPath:"#/properties/routes/items/properties/target/oneOf/1/properties/sandbox/pro\
perties/id/maxLength",keyword:"maxLength",params:{limit:255}};e===null?e=[a]:e.push(a),i++}if(!c.test(p)){let a={instancePath:o+
"/routes/"+s+"/target/sandbox/id",schemaPath:"#/properties/routes/items/properties/target/oneOf/1/properties/sandbox/pro\
perties/id/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[a]:e.push(a),i++}}else{let a={instancePath:o+
"/routes/"+s+"/target/sandbox/id",schemaPath:"#/properties/routes/items/properties/target/oneOf/1/properties/sandbox/pro\
perties/id/type",keyword:"type",params:{type:"string"}};e===null?e=[a]:e.push(a),i++}}if(r.endpoint!==void 0&&d.call(r,"\
endpoint")){let p=r.endpoint;if(typeof p=="string"){if(p.length>255){let a={instancePath:o+"/routes/"+s+"/target/sandbox\
/endpoint",schemaPath:"#/properties/routes/items/properties/target/oneOf/1/properties/sandbox/properties/endpoint/maxLen\
gth",keyword:"maxLength",params:{limit:255}};e===null?e=[a]:e.push(a),i++}if(!c.test(p)){let a={instancePath:o+"/routes/"+
s+"/target/sandbox/endpoint",schemaPath:"#/properties/routes/items/properties/target/oneOf/1/properties/sandbox/properti\
es/endpoint/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[a]:e.push(a),i++}}else{let a={instancePath:o+
"/routes/"+s+"/target/sandbox/endpoint",schemaPath:"#/properties/routes/items/properties/target/oneOf/1/properties/sandb\
ox/properties/endpoint/type",keyword:"type",params:{type:"string"}};e===null?e=[a]:e.push(a),i++}}}else{let p={instancePath:o+
"/routes/"+s+"/target/sandbox",schemaPath:"#/properties/routes/items/properties/target/oneOf/1/properties/sandbox/type",
keyword:"type",params:{type:"object"}};e===null?e=[p]:e.push(p),i++}}}else{let r={instancePath:o+"/routes/"+s+"/target",
schemaPath:"#/properties/routes/items/properties/target/oneOf/1/type",keyword:"type",params:{type:"object"}};e===null?e=
[r]:e.push(r),i++}else if(m==="TUNNEL")if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.endpoint===void 0||!d.call(t,"e\
ndpoint")){let r={instancePath:o+"/routes/"+s+"/target",schemaPath:"#/properties/routes/items/properties/target/oneOf/2/\
required",keyword:"required",params:{missingProperty:"endpoint"}};e===null?e=[r]:e.push(r),i++}if(t.tunnel===void 0||!d.
call(t,"tunnel")){let r={instancePath:o+"/routes/"+s+"/target",schemaPath:"#/properties/routes/items/properties/target/o\
neOf/2/required",keyword:"required",params:{missingProperty:"tunnel"}};e===null?e=[r]:e.push(r),i++}for(let r of Object.
keys(t))if(!(r==="endpoint"||r==="tunnel")){let p={instancePath:o+"/routes/"+s+"/target",schemaPath:"#/properties/routes\
/items/properties/target/oneOf/2/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===
null?e=[p]:e.push(p),i++}if(t.endpoint!==void 0&&d.call(t,"endpoint")&&t.endpoint!=="TUNNEL"){let r={instancePath:o+"/ro\
utes/"+s+"/target/endpoint",schemaPath:"#/properties/routes/items/properties/target/oneOf/2/properties/endpoint/const",keyword:"\
const",params:{allowedValue:"TUNNEL"}};e===null?e=[r]:e.push(r),i++}if(t.tunnel!==void 0&&d.call(t,"tunnel")){let r=t.tunnel;
if(r&&typeof r=="object"&&!Array.isArray(r)){if(r.agent===void 0||!d.call(r,"agent")){let p={instancePath:o+"/routes/"+s+
"/target/tunnel",schemaPath:"#/properties/routes/items/properties/target/oneOf/2/properties/tunnel/required",keyword:"re\
quired",params:{missingProperty:"agent"}};e===null?e=[p]:e.push(p),i++}if(r.name===void 0||!d.call(r,"name")){let p={instancePath:o+
"/routes/"+s+"/target/tunnel",schemaPath:"#/properties/routes/items/properties/target/oneOf/2/properties/tunnel/required",
keyword:"required",params:{missingProperty:"name"}};e===null?e=[p]:e.push(p),i++}for(let p of Object.keys(r))if(!(p==="a\
gent"||p==="name")){let a={instancePath:o+"/routes/"+s+"/target/tunnel",schemaPath:"#/properties/routes/items/properties\
/target/oneOf/2/properties/tunnel/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:p}};e===
null?e=[a]:e.push(a),i++}if(r.agent!==void 0&&d.call(r,"agent")){let p=r.agent;if(typeof p=="string"){if(p.length>255){let a={
instancePath:o+"/routes/"+s+"/target/tunnel/agent",schemaPath:"#/properties/routes/items/properties/target/oneOf/2/prope\
rties/tunnel/properties/agent/maxLength",keyword:"maxLength",params:{limit:255}};e===null?e=[a]:e.push(a),i++}if(!c.test(
p)){let a={instancePath:o+"/routes/"+s+"/target/tunnel/agent",schemaPath:"#/properties/routes/items/properties/target/on\
eOf/2/properties/tunnel/properties/agent/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[a]:e.
push(a),i++}}else{let a={instancePath:o+"/routes/"+s+"/target/tunnel/agent",schemaPath:"#/properties/routes/items/proper\
ties/target/oneOf/2/properties/tunnel/properties/agent/type",keyword:"type",params:{type:"string"}};e===null?e=[a]:e.push(
a),i++}}if(r.name!==void 0&&d.call(r,"name")){let p=r.name;if(typeof p=="string"){if(p.length>255){let a={instancePath:o+
"/routes/"+s+"/target/tunnel/name",schemaPath:"#/properties/routes/items/properties/target/oneOf/2/properties/tunnel/pro\
perties/name/maxLength",keyword:"maxLength",params:{limit:255}};e===null?e=[a]:e.push(a),i++}if(!c.test(p)){let a={instancePath:o+
"/routes/"+s+"/target/tunnel/name",schemaPath:"#/properties/routes/items/properties/target/oneOf/2/properties/tunnel/pro\
perties/name/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[a]:e.push(a),i++}}else{let a={instancePath:o+
"/routes/"+s+"/target/tunnel/name",schemaPath:"#/properties/routes/items/properties/target/oneOf/2/properties/tunnel/pro\
perties/name/type",keyword:"type",params:{type:"string"}};e===null?e=[a]:e.push(a),i++}}}else{let p={instancePath:o+"/ro\
utes/"+s+"/target/tunnel",schemaPath:"#/properties/routes/items/properties/target/oneOf/2/properties/tunnel/type",keyword:"\
type",params:{type:"object"}};e===null?e=[p]:e.push(p),i++}}}else{let r={instancePath:o+"/routes/"+s+"/target",schemaPath:"\
#/properties/routes/items/properties/target/oneOf/2/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),
i++}else if(m==="ARTIFACT")if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.endpoint===void 0||!d.call(t,"endpoint")){let r={
instancePath:o+"/routes/"+s+"/target",schemaPath:"#/properties/routes/items/properties/target/oneOf/3/required",keyword:"\
required",params:{missingProperty:"endpoint"}};e===null?e=[r]:e.push(r),i++}if(t.artifact===void 0||!d.call(t,"artifact")){
let r={instancePath:o+"/routes/"+s+"/target",schemaPath:"#/properties/routes/items/properties/target/oneOf/3/required",keyword:"\
required",params:{missingProperty:"artifact"}};e===null?e=[r]:e.push(r),i++}for(let r of Object.keys(t))if(!(r==="endpoi\
nt"||r==="artifact")){let p={instancePath:o+"/routes/"+s+"/target",schemaPath:"#/properties/routes/items/properties/targ\
et/oneOf/3/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[p]:e.push(p),
i++}if(t.endpoint!==void 0&&d.call(t,"endpoint")&&t.endpoint!=="ARTIFACT"){let r={instancePath:o+"/routes/"+s+"/target/e\
ndpoint",schemaPath:"#/properties/routes/items/properties/target/oneOf/3/properties/endpoint/const",keyword:"const",params:{
allowedValue:"ARTIFACT"}};e===null?e=[r]:e.push(r),i++}if(t.artifact!==void 0&&d.call(t,"artifact")){let r=t.artifact;if(r&&
typeof r=="object"&&!Array.isArray(r)){if(r.id===void 0||!d.call(r,"id")){let p={instancePath:o+"/routes/"+s+"/target/ar\
tifact",schemaPath:"#/properties/routes/items/properties/target/oneOf/3/properties/artifact/required",keyword:"required",
params:{missingProperty:"id"}};e===null?e=[p]:e.push(p),i++}for(let p of Object.keys(r))if(!(p==="id"||p==="version")){let a={
instancePath:o+"/routes/"+s+"/target/artifact",schemaPath:"#/properties/routes/items/properties/target/oneOf/3/propertie\
s/artifact/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:p}};e===null?e=[a]:e.push(a),
i++}if(r.id!==void 0&&d.call(r,"id")){let p=r.id;if(typeof p=="string"){if(p.length>255){let a={instancePath:o+"/routes/"+
s+"/target/artifact/id",schemaPath:"#/properties/routes/items/properties/target/oneOf/3/properties/artifact/properties/i\
d/maxLength",keyword:"maxLength",params:{limit:255}};e===null?e=[a]:e.push(a),i++}if(!c.test(p)){let a={instancePath:o+"\
/routes/"+s+"/target/artifact/id",schemaPath:"#/properties/routes/items/properties/target/oneOf/3/properties/artifact/pr\
operties/id/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[a]:e.push(a),i++}}else{let a={instancePath:o+
"/routes/"+s+"/target/artifact/id",schemaPath:"#/properties/routes/items/properties/target/oneOf/3/properties/artifact/p\
roperties/id/type",keyword:"type",params:{type:"string"}};e===null?e=[a]:e.push(a),i++}}if(r.version!==void 0&&d.call(r,
"version")){let p=r.version;if(typeof p=="string"){if(p.length>255){let a={instancePath:o+"/routes/"+s+"/target/artifact\
/version",schemaPath:"#/properties/routes/items/properties/target/oneOf/3/properties/artifact/properties/version/maxLeng\
th",keyword:"maxLength",params:{limit:255}};e===null?e=[a]:e.push(a),i++}if(!c.test(p)){let a={instancePath:o+"/routes/"+
s+"/target/artifact/version",schemaPath:"#/properties/routes/items/properties/target/oneOf/3/properties/artifact/propert\
ies/version/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[a]:e.push(a),i++}}else{let a={instancePath:o+
"/routes/"+s+"/target/artifact/version",schemaPath:"#/properties/routes/items/properties/target/oneOf/3/properties/artif\
act/properties/version/type",keyword:"type",params:{type:"string"}};e===null?e=[a]:e.push(a),i++}}}else{let p={instancePath:o+
"/routes/"+s+"/target/artifact",schemaPath:"#/properties/routes/items/properties/target/oneOf/3/properties/artifact/type",
keyword:"type",params:{type:"object"}};e===null?e=[p]:e.push(p),i++}}}else{let r={instancePath:o+"/routes/"+s+"/target",
schemaPath:"#/properties/routes/items/properties/target/oneOf/3/type",keyword:"type",params:{type:"object"}};e===null?e=
[r]:e.push(r),i++}else{let r={instancePath:o+"/routes/"+s+"/target",schemaPath:"#/properties/routes/items/properties/tar\
get/discriminator",keyword:"discriminator",params:{error:"mapping",tag:"endpoint",tagValue:m}};e===null?e=[r]:e.push(r),
i++}else{let r={instancePath:o+"/routes/"+s+"/target",schemaPath:"#/properties/routes/items/properties/target/discrimina\
tor",keyword:"discriminator",params:{error:"tag",tag:"endpoint",tagValue:m}};e===null?e=[r]:e.push(r),i++}}else{let m={instancePath:o+
"/routes/"+s+"/target",schemaPath:"#/properties/routes/items/properties/target/type",keyword:"type",params:{type:"object"}};
e===null?e=[m]:e.push(m),i++}}}else{let t={instancePath:o+"/routes/"+s,schemaPath:"#/properties/routes/items/type",keyword:"\
type",params:{type:"object"}};e===null?e=[t]:e.push(t),i++}}}else{let n={instancePath:o+"/routes",schemaPath:"#/properti\
es/routes/type",keyword:"type",params:{type:"array"}};e===null?e=[n]:e.push(n),i++}}}else{let u={instancePath:o,schemaPath:"\
#/type",keyword:"type",params:{type:"object"}};e===null?e=[u]:e.push(u),i++}return h.errors=e,i===0}export{L as validate};
