// @ts-nocheck
// Generated from the schema by `npm run generate`: change the schema, not this file.
var L=h,f={$id:"urn:distro-sync:manifest",type:"object",additionalProperties:!1,required:["identifier","scope"],properties:{
identifier:{type:"string",maxLength:100,pattern:"^[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?$"},name:{type:"string",maxLength:255,
pattern:"^\\S(?:.*\\S)?$"},scope:{enum:["WORKSPACE","PROJECT","ENVIRONMENT"]},project_name:{type:"string",maxLength:255,
pattern:"^(?!\\.{1,2}$)[^\\s/\\\\%?#]+$"},environment:{type:"string",maxLength:255,pattern:"^(?!\\.{1,2}$)[^\\s/\\\\%?#]+$"},
environment_id:{type:"string",maxLength:255,pattern:"^(?!\\.{1,2}$)[^\\s/\\\\%?#]+$"},disabled:{type:"boolean"},permissions:{
type:"object",additionalProperties:!1,properties:{others:{enum:["DENIED","READ_ONLY","USE_ONLY","BLIND","RUN_ONLY","READ\
_WRITE","MANAGE","DEFAULT","ALLOWED","STAGE","COMMIT"]},users:{type:"array",items:{type:"object",additionalProperties:!1,
required:["access_level"],properties:{email:{type:"string",maxLength:255,pattern:"^[^\\s@]+@[^\\s@]+$"},id:{type:"intege\
r",minimum:1},access_level:{enum:["DENIED","READ_ONLY","USE_ONLY","BLIND","RUN_ONLY","READ_WRITE","MANAGE","DEFAULT","AL\
LOWED","STAGE","COMMIT"]}},oneOf:[{required:["email"]},{required:["id"]}]}},groups:{type:"array",items:{type:"object",additionalProperties:!1,
required:["access_level"],properties:{name:{type:"string",maxLength:255,pattern:"^\\S(?:.*\\S)?$"},id:{type:"integer",minimum:1},
access_level:{enum:["DENIED","READ_ONLY","USE_ONLY","BLIND","RUN_ONLY","READ_WRITE","MANAGE","DEFAULT","ALLOWED","STAGE",
"COMMIT"]}},oneOf:[{required:["name"]},{required:["id"]}]}}}},routes:{type:"array",maxItems:100,items:{type:"object",additionalProperties:!1,
required:["domain","type","targets"],properties:{domain:{type:"string",maxLength:253},subdomain:{type:"string",maxLength:253},
path:{type:"string",maxLength:2048},type:{enum:["DIRECT_PROXY","CACHED_PROXY","REDIRECT","CLOAKING","PROXY_NO_CACHE","PR\
OXY"]},targets:{type:"object",propertyNames:{enum:["Default","CONTINENT-NorthAmerica","CONTINENT-Europe","CONTINENT-Asia",
"CONTINENT-Oceania","CONTINENT-SouthAmerica","CONTINENT-Africa","CONTINENT-Antarctica","COUNTRY-AD","COUNTRY-AE","COUNTR\
Y-AF","COUNTRY-AG","COUNTRY-AI","COUNTRY-AL","COUNTRY-AM","COUNTRY-AO","COUNTRY-AQ","COUNTRY-AR","COUNTRY-AS","COUNTRY-A\
T","COUNTRY-AU","COUNTRY-AW","COUNTRY-AX","COUNTRY-AZ","COUNTRY-BA","COUNTRY-BB","COUNTRY-BD","COUNTRY-BE","COUNTRY-BF",
"COUNTRY-BG","COUNTRY-BH","COUNTRY-BI","COUNTRY-BJ","COUNTRY-BL","COUNTRY-BM","COUNTRY-BN","COUNTRY-BO","COUNTRY-BQ","CO\
UNTRY-BR","COUNTRY-BS","COUNTRY-BT","COUNTRY-BV","COUNTRY-BW","COUNTRY-BY","COUNTRY-BZ","COUNTRY-CA","COUNTRY-CC","COUNT\
RY-CD","COUNTRY-CF","COUNTRY-CG","COUNTRY-CH","COUNTRY-CI","COUNTRY-CK","COUNTRY-CL","COUNTRY-CM","COUNTRY-CN","COUNTRY-\
CO","COUNTRY-CR","COUNTRY-CU","COUNTRY-CV","COUNTRY-CW","COUNTRY-CX","COUNTRY-CY","COUNTRY-CZ","COUNTRY-DE","COUNTRY-DJ",
"COUNTRY-DK","COUNTRY-DM","COUNTRY-DO","COUNTRY-DZ","COUNTRY-EC","COUNTRY-EE","COUNTRY-EG","COUNTRY-EH","COUNTRY-ER","CO\
UNTRY-ES","COUNTRY-ET","COUNTRY-FI","COUNTRY-FJ","COUNTRY-FK","COUNTRY-FM","COUNTRY-FO","COUNTRY-FR","COUNTRY-GA","COUNT\
RY-GB","COUNTRY-GD","COUNTRY-GE","COUNTRY-GF","COUNTRY-GG","COUNTRY-GH","COUNTRY-GI","COUNTRY-GL","COUNTRY-GM","COUNTRY-\
GN","COUNTRY-GP","COUNTRY-GQ","COUNTRY-GR","COUNTRY-GS","COUNTRY-GT","COUNTRY-GU","COUNTRY-GW","COUNTRY-GY","COUNTRY-HK",
"COUNTRY-HM","COUNTRY-HN","COUNTRY-HR","COUNTRY-HT","COUNTRY-HU","COUNTRY-ID","COUNTRY-IE","COUNTRY-IL","COUNTRY-IM","CO\
UNTRY-IN","COUNTRY-IO","COUNTRY-IQ","COUNTRY-IR","COUNTRY-IS","COUNTRY-IT","COUNTRY-JE","COUNTRY-JM","COUNTRY-JO","COUNT\
RY-JP","COUNTRY-KE","COUNTRY-KG","COUNTRY-KH","COUNTRY-KI","COUNTRY-KM","COUNTRY-KN","COUNTRY-KP","COUNTRY-KR","COUNTRY-\
KW","COUNTRY-KY","COUNTRY-KZ","COUNTRY-LA","COUNTRY-LB","COUNTRY-LC","COUNTRY-LI","COUNTRY-LK","COUNTRY-LR","COUNTRY-LS",
"COUNTRY-LT","COUNTRY-LU","COUNTRY-LV","COUNTRY-LY","COUNTRY-MA","COUNTRY-MC","COUNTRY-MD","COUNTRY-ME","COUNTRY-MF","CO\
UNTRY-MG","COUNTRY-MH","COUNTRY-MK","COUNTRY-ML","COUNTRY-MM","COUNTRY-MN","COUNTRY-MO","COUNTRY-MP","COUNTRY-MQ","COUNT\
RY-MR","COUNTRY-MS","COUNTRY-MT","COUNTRY-MU","COUNTRY-MV","COUNTRY-MW","COUNTRY-MX","COUNTRY-MY","COUNTRY-MZ","COUNTRY-\
NA","COUNTRY-NC","COUNTRY-NE","COUNTRY-NF","COUNTRY-NG","COUNTRY-NI","COUNTRY-NL","COUNTRY-NO","COUNTRY-NP","COUNTRY-NR",
"COUNTRY-NU","COUNTRY-NZ","COUNTRY-OM","COUNTRY-PA","COUNTRY-PE","COUNTRY-PF","COUNTRY-PG","COUNTRY-PH","COUNTRY-PK","CO\
UNTRY-PL","COUNTRY-PM","COUNTRY-PN","COUNTRY-PR","COUNTRY-PS","COUNTRY-PT","COUNTRY-PW","COUNTRY-PY","COUNTRY-QA","COUNT\
RY-RE","COUNTRY-RO","COUNTRY-RS","COUNTRY-RU","COUNTRY-RW","COUNTRY-SA","COUNTRY-SB","COUNTRY-SC","COUNTRY-SD","COUNTRY-\
SE","COUNTRY-SG","COUNTRY-SH","COUNTRY-SI","COUNTRY-SJ","COUNTRY-SK","COUNTRY-SL","COUNTRY-SM","COUNTRY-SN","COUNTRY-SO",
"COUNTRY-SR","COUNTRY-SS","COUNTRY-ST","COUNTRY-SV","COUNTRY-SX","COUNTRY-SY","COUNTRY-SZ","COUNTRY-TC","COUNTRY-TD","CO\
UNTRY-TF","COUNTRY-TG","COUNTRY-TH","COUNTRY-TJ","COUNTRY-TK","COUNTRY-TL","COUNTRY-TM","COUNTRY-TN","COUNTRY-TO","COUNT\
RY-TR","COUNTRY-TT","COUNTRY-TV","COUNTRY-TW","COUNTRY-TZ","COUNTRY-UA","COUNTRY-UG","COUNTRY-UM","COUNTRY-US","COUNTRY-\
UY","COUNTRY-UZ","COUNTRY-VA","COUNTRY-VC","COUNTRY-VE","COUNTRY-VG","COUNTRY-VI","COUNTRY-VN","COUNTRY-VU","COUNTRY-WF",
"COUNTRY-WS","COUNTRY-XK","COUNTRY-YE","COUNTRY-YT","COUNTRY-ZA","COUNTRY-ZM","COUNTRY-ZW"]},additionalProperties:{type:"\
object",required:["type"],discriminator:{propertyName:"type"},oneOf:[{type:"object",additionalProperties:!1,required:["t\
ype","external_url"],properties:{type:{const:"EXTERNAL"},external_url:{type:"string",maxLength:2048}}},{type:"object",additionalProperties:!1,
required:["type","tunnel"],properties:{type:{const:"TUNNEL"},tunnel:{type:"object",additionalProperties:!1,required:["id",
"tunnel_id"],properties:{id:{type:"string",maxLength:255,pattern:"^\\S(?:.*\\S)?$"},tunnel_id:{type:"string",maxLength:255,
pattern:"^\\S(?:.*\\S)?$"}}}}},{type:"object",additionalProperties:!1,required:["type","sandbox"],properties:{type:{const:"\
SANDBOX"},sandbox:{type:"object",additionalProperties:!1,required:["id","endpoint"],properties:{id:{type:"string",maxLength:255,
pattern:"^\\S(?:.*\\S)?$"},endpoint:{type:"string",maxLength:255,pattern:"^\\S(?:.*\\S)?$"}}}}},{type:"object",additionalProperties:!1,
required:["type","artifact"],properties:{type:{const:"ARTIFACT"},artifact:{type:"object",additionalProperties:!1,required:[
"id"],properties:{id:{type:"string",maxLength:255,pattern:"^\\S(?:.*\\S)?$"},version:{type:"string",maxLength:255,pattern:"\
^\\S(?:.*\\S)?$"}}}}}]}}}}},sync:{type:"object",additionalProperties:!1,properties:{protect:{type:"boolean"},on_remove:{
enum:["retain","disable","delete"]},adopt:{type:"boolean"},previously:{type:"array",items:{type:"string",maxLength:100,pattern:"\
^[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?$"}}}}}},m=Object.prototype.hasOwnProperty,Y=new RegExp("^[A-Za-z0-9_](?:[A-\
Za-z0-9_-]*[A-Za-z0-9_])?$","u"),C=new RegExp("^\\S(?:.*\\S)?$","u"),U=new RegExp("^(?!\\.{1,2}$)[^\\s/\\\\%?#]+$","u"),
P=new RegExp("^[^\\s@]+@[^\\s@]+$","u");function h(O,{instancePath:i="",parentData:A,parentDataProperty:k,rootData:E=O}={}){
let e=null,s=0;if(O&&typeof O=="object"&&!Array.isArray(O)){if(O.identifier===void 0||!m.call(O,"identifier")){let u={instancePath:i,
schemaPath:"#/required",keyword:"required",params:{missingProperty:"identifier"}};e===null?e=[u]:e.push(u),s++}if(O.scope===
void 0||!m.call(O,"scope")){let u={instancePath:i,schemaPath:"#/required",keyword:"required",params:{missingProperty:"sc\
ope"}};e===null?e=[u]:e.push(u),s++}for(let u of Object.keys(O))if(!m.call(f.properties,u)){let a={instancePath:i,schemaPath:"\
#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:u}};e===null?e=[a]:e.push(a),s++}if(O.
identifier!==void 0&&m.call(O,"identifier")){let u=O.identifier;if(typeof u=="string"){if(u.length>100){let a={instancePath:i+
"/identifier",schemaPath:"#/properties/identifier/maxLength",keyword:"maxLength",params:{limit:100}};e===null?e=[a]:e.push(
a),s++}if(!Y.test(u)){let a={instancePath:i+"/identifier",schemaPath:"#/properties/identifier/pattern",keyword:"pattern",
params:{pattern:"^[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?$"}};e===null?e=[a]:e.push(a),s++}}else{let a={instancePath:i+
"/identifier",schemaPath:"#/properties/identifier/type",keyword:"type",params:{type:"string"}};e===null?e=[a]:e.push(a),
s++}}if(O.name!==void 0&&m.call(O,"name")){let u=O.name;if(typeof u=="string"){if(u.length>255){let a={instancePath:i+"/\
name",schemaPath:"#/properties/name/maxLength",keyword:"maxLength",params:{limit:255}};e===null?e=[a]:e.push(a),s++}if(!C.
test(u)){let a={instancePath:i+"/name",schemaPath:"#/properties/name/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.\
*\\S)?$"}};e===null?e=[a]:e.push(a),s++}}else{let a={instancePath:i+"/name",schemaPath:"#/properties/name/type",keyword:"\
type",params:{type:"string"}};e===null?e=[a]:e.push(a),s++}}if(O.scope!==void 0&&m.call(O,"scope")){let u=O.scope;if(!(u===
"WORKSPACE"||u==="PROJECT"||u==="ENVIRONMENT")){let a={instancePath:i+"/scope",schemaPath:"#/properties/scope/enum",keyword:"\
enum",params:{allowedValues:f.properties.scope.enum}};e===null?e=[a]:e.push(a),s++}}if(O.project_name!==void 0&&m.call(O,
"project_name")){let u=O.project_name;if(typeof u=="string"){if(u.length>255){let a={instancePath:i+"/project_name",schemaPath:"\
#/properties/project_name/maxLength",keyword:"maxLength",params:{limit:255}};e===null?e=[a]:e.push(a),s++}if(!U.test(u)){
let a={instancePath:i+"/project_name",schemaPath:"#/properties/project_name/pattern",keyword:"pattern",params:{pattern:"\
^(?!\\.{1,2}$)[^\\s/\\\\%?#]+$"}};e===null?e=[a]:e.push(a),s++}}else{let a={instancePath:i+"/project_name",schemaPath:"#\
/properties/project_name/type",keyword:"type",params:{type:"string"}};e===null?e=[a]:e.push(a),s++}}if(O.environment!==void 0&&
m.call(O,"environment")){let u=O.environment;if(typeof u=="string"){if(u.length>255){let a={instancePath:i+"/environment",
schemaPath:"#/properties/environment/maxLength",keyword:"maxLength",params:{limit:255}};e===null?e=[a]:e.push(a),s++}if(!U.
test(u)){let a={instancePath:i+"/environment",schemaPath:"#/properties/environment/pattern",keyword:"pattern",params:{pattern:"\
^(?!\\.{1,2}$)[^\\s/\\\\%?#]+$"}};e===null?e=[a]:e.push(a),s++}}else{let a={instancePath:i+"/environment",schemaPath:"#/\
properties/environment/type",keyword:"type",params:{type:"string"}};e===null?e=[a]:e.push(a),s++}}if(O.environment_id!==
void 0&&m.call(O,"environment_id")){let u=O.environment_id;if(typeof u=="string"){if(u.length>255){let a={instancePath:i+
"/environment_id",schemaPath:"#/properties/environment_id/maxLength",keyword:"maxLength",params:{limit:255}};e===null?e=
[a]:e.push(a),s++}if(!U.test(u)){let a={instancePath:i+"/environment_id",schemaPath:"#/properties/environment_id/pattern",
keyword:"pattern",params:{pattern:"^(?!\\.{1,2}$)[^\\s/\\\\%?#]+$"}};e===null?e=[a]:e.push(a),s++}}else{let a={instancePath:i+
"/environment_id",schemaPath:"#/properties/environment_id/type",keyword:"type",params:{type:"string"}};e===null?e=[a]:e.
push(a),s++}}if(O.disabled!==void 0&&m.call(O,"disabled")&&typeof O.disabled!="boolean"){let u={instancePath:i+"/disable\
d",schemaPath:"#/properties/disabled/type",keyword:"type",params:{type:"boolean"}};e===null?e=[u]:e.push(u),s++}if(O.permissions!==
void 0&&m.call(O,"permissions")){let u=O.permissions;if(u&&typeof u=="object"&&!Array.isArray(u)){for(let a of Object.keys(
u))if(!(a==="others"||a==="users"||a==="groups")){let o={instancePath:i+"/permissions",schemaPath:"#/properties/permissi\
ons/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:a}};e===null?e=[o]:e.push(o),s++}if(u.
others!==void 0&&m.call(u,"others")){let a=u.others;if(!(a==="DENIED"||a==="READ_ONLY"||a==="USE_ONLY"||a==="BLIND"||a===
"RUN_ONLY"||a==="READ_WRITE"||a==="MANAGE"||a==="DEFAULT"||a==="ALLOWED"||a==="STAGE"||a==="COMMIT")){let o={instancePath:i+
"/permissions/others",schemaPath:"#/properties/permissions/properties/others/enum",keyword:"enum",params:{allowedValues:f.
properties.permissions.properties.others.enum}};e===null?e=[o]:e.push(o),s++}}if(u.users!==void 0&&m.call(u,"users")){let a=u.
users;if(Array.isArray(a)){let o=a.length;for(let c=0;c<o;c++){let n=a[c],r=s,d=!1,T=null,p=s;if(n&&typeof n=="object"&&
!Array.isArray(n)&&(n.email===void 0||!m.call(n,"email"))){let t={instancePath:i+"/permissions/users/"+c,schemaPath:"#/p\
roperties/permissions/properties/users/items/oneOf/0/required",keyword:"required",params:{missingProperty:"email"}};e===
null?e=[t]:e.push(t),s++}var R=p===s;R&&(d=!0,T=0);let l=s;if(n&&typeof n=="object"&&!Array.isArray(n)&&(n.id===void 0||
!m.call(n,"id"))){let t={instancePath:i+"/permissions/users/"+c,schemaPath:"#/properties/permissions/properties/users/it\
ems/oneOf/1/required",keyword:"required",params:{missingProperty:"id"}};e===null?e=[t]:e.push(t),s++}var R=l===s;if(R&&d?
(d=!1,T=[T,1]):R&&(d=!0,T=1),d)s=r,e!==null&&(r?e.length=r:e=null);else{let t={instancePath:i+"/permissions/users/"+c,schemaPath:"\
#/properties/permissions/properties/users/items/oneOf",keyword:"oneOf",params:{passingSchemas:T}};e===null?e=[t]:e.push(
t),s++}if(n&&typeof n=="object"&&!Array.isArray(n)){if(n.access_level===void 0||!m.call(n,"access_level")){let t={instancePath:i+
"/permissions/users/"+c,schemaPath:"#/properties/permissions/properties/users/items/required",keyword:"required",params:{
missingProperty:"access_level"}};e===null?e=[t]:e.push(t),s++}for(let t of Object.keys(n))if(!(t==="email"||t==="id"||t===
"access_level")){let N={instancePath:i+"/permissions/users/"+c,schemaPath:"#/properties/permissions/properties/users/ite\
ms/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:t}};e===null?e=[N]:e.push(N),s++}if(n.
email!==void 0&&m.call(n,"email")){let t=n.email;if(typeof t=="string"){if(t.length>255){let N={instancePath:i+"/permiss\
ions/users/"+c+"/email",schemaPath:"#/properties/permissions/properties/users/items/properties/email/maxLength",keyword:"\
maxLength",params:{limit:255}};e===null?e=[N]:e.push(N),s++}if(!P.test(t)){let N={instancePath:i+"/permissions/users/"+c+
"/email",schemaPath:"#/properties/permissions/properties/users/items/properties/email/pattern",keyword:"pattern",params:{
pattern:"^[^\\s@]+@[^\\s@]+$"}};e===null?e=[N]:e.push(N),s++}}else{let N={instancePath:i+"/permissions/users/"+c+"/email",
schemaPath:"#/properties/permissions/properties/users/items/properties/email/type",keyword:"type",params:{type:"string"}};
e===null?e=[N]:e.push(N),s++}}if(n.id!==void 0&&m.call(n,"id")){let t=n.id;if(!(typeof t=="number"&&!(t%1)&&!isNaN(t)&&isFinite(
t))){let N={instancePath:i+"/permissions/users/"+c+"/id",schemaPath:"#/properties/permissions/properties/users/items/pro\
perties/id/type",keyword:"type",params:{type:"integer"}};e===null?e=[N]:e.push(N),s++}if(typeof t=="number"&&isFinite(t)&&
(t<1||isNaN(t))){let N={instancePath:i+"/permissions/users/"+c+"/id",schemaPath:"#/properties/permissions/properties/use\
rs/items/properties/id/minimum",keyword:"minimum",params:{comparison:">=",limit:1}};e===null?e=[N]:e.push(N),s++}}if(n.access_level!==
void 0&&m.call(n,"access_level")){let t=n.access_level;if(!(t==="DENIED"||t==="READ_ONLY"||t==="USE_ONLY"||t==="BLIND"||
t==="RUN_ONLY"||t==="READ_WRITE"||t==="MANAGE"||t==="DEFAULT"||t==="ALLOWED"||t==="STAGE"||t==="COMMIT")){let N={instancePath:i+
"/permissions/users/"+c+"/access_level",schemaPath:"#/properties/permissions/properties/users/items/properties/access_le\
vel/enum",keyword:"enum",params:{allowedValues:f.properties.permissions.properties.users.items.properties.access_level.enum}};
e===null?e=[N]:e.push(N),s++}}}else{let t={instancePath:i+"/permissions/users/"+c,schemaPath:"#/properties/permissions/p\
roperties/users/items/type",keyword:"type",params:{type:"object"}};e===null?e=[t]:e.push(t),s++}}}else{let o={instancePath:i+
"/permissions/users",schemaPath:"#/properties/permissions/properties/users/type",keyword:"type",params:{type:"array"}};e===
null?e=[o]:e.push(o),s++}}if(u.groups!==void 0&&m.call(u,"groups")){let a=u.groups;if(Array.isArray(a)){let o=a.length;for(let c=0;c<
o;c++){let n=a[c],r=s,d=!1,T=null,p=s;if(n&&typeof n=="object"&&!Array.isArray(n)&&(n.name===void 0||!m.call(n,"name"))){
let t={instancePath:i+"/permissions/groups/"+c,schemaPath:"#/properties/permissions/properties/groups/items/oneOf/0/requ\
ired",keyword:"required",params:{missingProperty:"name"}};e===null?e=[t]:e.push(t),s++}var y=p===s;y&&(d=!0,T=0);let l=s;
if(n&&typeof n=="object"&&!Array.isArray(n)&&(n.id===void 0||!m.call(n,"id"))){let t={instancePath:i+"/permissions/group\
s/"+c,schemaPath:"#/properties/permissions/properties/groups/items/oneOf/1/required",keyword:"required",params:{missingProperty:"\
id"}};e===null?e=[t]:e.push(t),s++}var y=l===s;if(y&&d?(d=!1,T=[T,1]):y&&(d=!0,T=1),d)s=r,e!==null&&(r?e.length=r:e=null);else{
let t={instancePath:i+"/permissions/groups/"+c,schemaPath:"#/properties/permissions/properties/groups/items/oneOf",keyword:"\
oneOf",params:{passingSchemas:T}};e===null?e=[t]:e.push(t),s++}if(n&&typeof n=="object"&&!Array.isArray(n)){if(n.access_level===
void 0||!m.call(n,"access_level")){let t={instancePath:i+"/permissions/groups/"+c,schemaPath:"#/properties/permissions/p\
roperties/groups/items/required",keyword:"required",params:{missingProperty:"access_level"}};e===null?e=[t]:e.push(t),s++}
for(let t of Object.keys(n))if(!(t==="name"||t==="id"||t==="access_level")){let N={instancePath:i+"/permissions/groups/"+
c,schemaPath:"#/properties/permissions/properties/groups/items/additionalProperties",keyword:"additionalProperties",params:{
additionalProperty:t}};e===null?e=[N]:e.push(N),s++}if(n.name!==void 0&&m.call(n,"name")){let t=n.name;if(typeof t=="str\
ing"){if(t.length>255){let N={instancePath:i+"/permissions/groups/"+c+"/name",schemaPath:"#/properties/permissions/prope\
rties/groups/items/properties/name/maxLength",keyword:"maxLength",params:{limit:255}};e===null?e=[N]:e.push(N),s++}if(!C.
test(t)){let N={instancePath:i+"/permissions/groups/"+c+"/name",schemaPath:"#/properties/permissions/properties/groups/i\
tems/properties/name/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[N]:e.push(N),s++}}else{let N={
instancePath:i+"/permissions/groups/"+c+"/name",schemaPath:"#/properties/permissions/properties/groups/items/properties/\
name/type",keyword:"type",params:{type:"string"}};e===null?e=[N]:e.push(N),s++}}if(n.id!==void 0&&m.call(n,"id")){let t=n.
id;if(!(typeof t=="number"&&!(t%1)&&!isNaN(t)&&isFinite(t))){let N={instancePath:i+"/permissions/groups/"+c+"/id",schemaPath:"\
#/properties/permissions/properties/groups/items/properties/id/type",keyword:"type",params:{type:"integer"}};e===null?e=
[N]:e.push(N),s++}if(typeof t=="number"&&isFinite(t)&&(t<1||isNaN(t))){let N={instancePath:i+"/permissions/groups/"+c+"/\
id",schemaPath:"#/properties/permissions/properties/groups/items/properties/id/minimum",keyword:"minimum",params:{comparison:"\
>=",limit:1}};e===null?e=[N]:e.push(N),s++}}if(n.access_level!==void 0&&m.call(n,"access_level")){let t=n.access_level;if(!(t===
"DENIED"||t==="READ_ONLY"||t==="USE_ONLY"||t==="BLIND"||t==="RUN_ONLY"||t==="READ_WRITE"||t==="MANAGE"||t==="DEFAULT"||t===
"ALLOWED"||t==="STAGE"||t==="COMMIT")){let N={instancePath:i+"/permissions/groups/"+c+"/access_level",schemaPath:"#/prop\
erties/permissions/properties/groups/items/properties/access_level/enum",keyword:"enum",params:{allowedValues:f.properties.
permissions.properties.groups.items.properties.access_level.enum}};e===null?e=[N]:e.push(N),s++}}}else{let t={instancePath:i+
"/permissions/groups/"+c,schemaPath:"#/properties/permissions/properties/groups/items/type",keyword:"type",params:{type:"\
object"}};e===null?e=[t]:e.push(t),s++}}}else{let o={instancePath:i+"/permissions/groups",schemaPath:"#/properties/permi\
ssions/properties/groups/type",keyword:"type",params:{type:"array"}};e===null?e=[o]:e.push(o),s++}}}else{let a={instancePath:i+
"/permissions",schemaPath:"#/properties/permissions/type",keyword:"type",params:{type:"object"}};e===null?e=[a]:e.push(a),
s++}}if(O.routes!==void 0&&m.call(O,"routes")){let u=O.routes;if(Array.isArray(u)){if(u.length>100){let o={instancePath:i+
"/routes",schemaPath:"#/properties/routes/maxItems",keyword:"maxItems",params:{limit:100}};e===null?e=[o]:e.push(o),s++}
let a=u.length;for(let o=0;o<a;o++){let c=u[o];if(c&&typeof c=="object"&&!Array.isArray(c)){if(c.domain===void 0||!m.call(
c,"domain")){let n={instancePath:i+"/routes/"+o,schemaPath:"#/properties/routes/items/required",keyword:"required",params:{
missingProperty:"domain"}};e===null?e=[n]:e.push(n),s++}if(c.type===void 0||!m.call(c,"type")){let n={instancePath:i+"/r\
outes/"+o,schemaPath:"#/properties/routes/items/required",keyword:"required",params:{missingProperty:"type"}};e===null?e=
[n]:e.push(n),s++}if(c.targets===void 0||!m.call(c,"targets")){let n={instancePath:i+"/routes/"+o,schemaPath:"#/properti\
es/routes/items/required",keyword:"required",params:{missingProperty:"targets"}};e===null?e=[n]:e.push(n),s++}for(let n of Object.
keys(c))if(!(n==="domain"||n==="subdomain"||n==="path"||n==="type"||n==="targets")){let r={instancePath:i+"/routes/"+o,schemaPath:"\
#/properties/routes/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:n}};e===null?e=
[r]:e.push(r),s++}if(c.domain!==void 0&&m.call(c,"domain")){let n=c.domain;if(typeof n=="string"){if(n.length>253){let r={
instancePath:i+"/routes/"+o+"/domain",schemaPath:"#/properties/routes/items/properties/domain/maxLength",keyword:"maxLen\
gth",params:{limit:253}};e===null?e=[r]:e.push(r),s++}}else{let r={instancePath:i+"/routes/"+o+"/domain",schemaPath:"#/p\
roperties/routes/items/properties/domain/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),s++}}if(c.
subdomain!==void 0&&m.call(c,"subdomain")){let n=c.subdomain;if(typeof n=="string"){if(n.length>253){let r={instancePath:i+
"/routes/"+o+"/subdomain",schemaPath:"#/properties/routes/items/properties/subdomain/maxLength",keyword:"maxLength",params:{
limit:253}};e===null?e=[r]:e.push(r),s++}}else{let r={instancePath:i+"/routes/"+o+"/subdomain",schemaPath:"#/properties/\
routes/items/properties/subdomain/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),s++}}if(c.path!==
void 0&&m.call(c,"path")){let n=c.path;if(typeof n=="string"){if(n.length>2048){let r={instancePath:i+"/routes/"+o+"/pat\
h",schemaPath:"#/properties/routes/items/properties/path/maxLength",keyword:"maxLength",params:{limit:2048}};e===null?e=
[r]:e.push(r),s++}}else{let r={instancePath:i+"/routes/"+o+"/path",schemaPath:"#/properties/routes/items/properties/path\
/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),s++}}if(c.type!==void 0&&m.call(c,"type")){let n=c.
type;if(!(n==="DIRECT_PROXY"||n==="CACHED_PROXY"||n==="REDIRECT"||n==="CLOAKING"||n==="PROXY_NO_CACHE"||n==="PROXY")){let r={
instancePath:i+"/routes/"+o+"/type",schemaPath:"#/properties/routes/items/properties/type/enum",keyword:"enum",params:{allowedValues:f.
properties.routes.items.properties.type.enum}};e===null?e=[r]:e.push(r),s++}}if(c.targets!==void 0&&m.call(c,"targets")){
let n=c.targets;if(n&&typeof n=="object"&&!Array.isArray(n)){for(let r of Object.keys(n)){let d=s;if(!(r==="Default"||r===
"CONTINENT-NorthAmerica"||r==="CONTINENT-Europe"||r==="CONTINENT-Asia"||r==="CONTINENT-Oceania"||r==="CONTINENT-SouthAme\
rica"||r==="CONTINENT-Africa"||r==="CONTINENT-Antarctica"||r==="COUNTRY-AD"||r==="COUNTRY-AE"||r==="COUNTRY-AF"||r==="CO\
UNTRY-AG"||r==="COUNTRY-AI"||r==="COUNTRY-AL"||r==="COUNTRY-AM"||r==="COUNTRY-AO"||r==="COUNTRY-AQ"||r==="COUNTRY-AR"||r===
"COUNTRY-AS"||r==="COUNTRY-AT"||r==="COUNTRY-AU"||r==="COUNTRY-AW"||r==="COUNTRY-AX"||r==="COUNTRY-AZ"||r==="COUNTRY-BA"||
r==="COUNTRY-BB"||r==="COUNTRY-BD"||r==="COUNTRY-BE"||r==="COUNTRY-BF"||r==="COUNTRY-BG"||r==="COUNTRY-BH"||r==="COUNTRY\
-BI"||r==="COUNTRY-BJ"||r==="COUNTRY-BL"||r==="COUNTRY-BM"||r==="COUNTRY-BN"||r==="COUNTRY-BO"||r==="COUNTRY-BQ"||r==="C\
OUNTRY-BR"||r==="COUNTRY-BS"||r==="COUNTRY-BT"||r==="COUNTRY-BV"||r==="COUNTRY-BW"||r==="COUNTRY-BY"||r==="COUNTRY-BZ"||
r==="COUNTRY-CA"||r==="COUNTRY-CC"||r==="COUNTRY-CD"||r==="COUNTRY-CF"||r==="COUNTRY-CG"||r==="COUNTRY-CH"||r==="COUNTRY\
-CI"||r==="COUNTRY-CK"||r==="COUNTRY-CL"||r==="COUNTRY-CM"||r==="COUNTRY-CN"||r==="COUNTRY-CO"||r==="COUNTRY-CR"||r==="C\
OUNTRY-CU"||r==="COUNTRY-CV"||r==="COUNTRY-CW"||r==="COUNTRY-CX"||r==="COUNTRY-CY"||r==="COUNTRY-CZ"||r==="COUNTRY-DE"||
r==="COUNTRY-DJ"||r==="COUNTRY-DK"||r==="COUNTRY-DM"||r==="COUNTRY-DO"||r==="COUNTRY-DZ"||r==="COUNTRY-EC"||r==="COUNTRY\
-EE"||r==="COUNTRY-EG"||r==="COUNTRY-EH"||r==="COUNTRY-ER"||r==="COUNTRY-ES"||r==="COUNTRY-ET"||r==="COUNTRY-FI"||r==="C\
OUNTRY-FJ"||r==="COUNTRY-FK"||r==="COUNTRY-FM"||r==="COUNTRY-FO"||r==="COUNTRY-FR"||r==="COUNTRY-GA"||r==="COUNTRY-GB"||
r==="COUNTRY-GD"||r==="COUNTRY-GE"||r==="COUNTRY-GF"||r==="COUNTRY-GG"||r==="COUNTRY-GH"||r==="COUNTRY-GI"||r==="COUNTRY\
-GL"||r==="COUNTRY-GM"||r==="COUNTRY-GN"||r==="COUNTRY-GP"||r==="COUNTRY-GQ"||r==="COUNTRY-GR"||r==="COUNTRY-GS"||r==="C\
OUNTRY-GT"||r==="COUNTRY-GU"||r==="COUNTRY-GW"||r==="COUNTRY-GY"||r==="COUNTRY-HK"||r==="COUNTRY-HM"||r==="COUNTRY-HN"||
r==="COUNTRY-HR"||r==="COUNTRY-HT"||r==="COUNTRY-HU"||r==="COUNTRY-ID"||r==="COUNTRY-IE"||r==="COUNTRY-IL"||r==="COUNTRY\
-IM"||r==="COUNTRY-IN"||r==="COUNTRY-IO"||r==="COUNTRY-IQ"||r==="COUNTRY-IR"||r==="COUNTRY-IS"||r==="COUNTRY-IT"||r==="C\
OUNTRY-JE"||r==="COUNTRY-JM"||r==="COUNTRY-JO"||r==="COUNTRY-JP"||r==="COUNTRY-KE"||r==="COUNTRY-KG"||r==="COUNTRY-KH"||
r==="COUNTRY-KI"||r==="COUNTRY-KM"||r==="COUNTRY-KN"||r==="COUNTRY-KP"||r==="COUNTRY-KR"||r==="COUNTRY-KW"||r==="COUNTRY\
-KY"||r==="COUNTRY-KZ"||r==="COUNTRY-LA"||r==="COUNTRY-LB"||r==="COUNTRY-LC"||r==="COUNTRY-LI"||r==="COUNTRY-LK"||r==="C\
OUNTRY-LR"||r==="COUNTRY-LS"||r==="COUNTRY-LT"||r==="COUNTRY-LU"||r==="COUNTRY-LV"||r==="COUNTRY-LY"||r==="COUNTRY-MA"||
r==="COUNTRY-MC"||r==="COUNTRY-MD"||r==="COUNTRY-ME"||r==="COUNTRY-MF"||r==="COUNTRY-MG"||r==="COUNTRY-MH"||r==="COUNTRY\
-MK"||r==="COUNTRY-ML"||r==="COUNTRY-MM"||r==="COUNTRY-MN"||r==="COUNTRY-MO"||r==="COUNTRY-MP"||r==="COUNTRY-MQ"||r==="C\
OUNTRY-MR"||r==="COUNTRY-MS"||r==="COUNTRY-MT"||r==="COUNTRY-MU"||r==="COUNTRY-MV"||r==="COUNTRY-MW"||r==="COUNTRY-MX"||
r==="COUNTRY-MY"||r==="COUNTRY-MZ"||r==="COUNTRY-NA"||r==="COUNTRY-NC"||r==="COUNTRY-NE"||r==="COUNTRY-NF"||r==="COUNTRY\
-NG"||r==="COUNTRY-NI"||r==="COUNTRY-NL"||r==="COUNTRY-NO"||r==="COUNTRY-NP"||r==="COUNTRY-NR"||r==="COUNTRY-NU"||r==="C\
OUNTRY-NZ"||r==="COUNTRY-OM"||r==="COUNTRY-PA"||r==="COUNTRY-PE"||r==="COUNTRY-PF"||r==="COUNTRY-PG"||r==="COUNTRY-PH"||
r==="COUNTRY-PK"||r==="COUNTRY-PL"||r==="COUNTRY-PM"||r==="COUNTRY-PN"||r==="COUNTRY-PR"||r==="COUNTRY-PS"||r==="COUNTRY\
-PT"||r==="COUNTRY-PW"||r==="COUNTRY-PY"||r==="COUNTRY-QA"||r==="COUNTRY-RE"||r==="COUNTRY-RO"||r==="COUNTRY-RS"||r==="C\
OUNTRY-RU"||r==="COUNTRY-RW"||r==="COUNTRY-SA"||r==="COUNTRY-SB"||r==="COUNTRY-SC"||r==="COUNTRY-SD"||r==="COUNTRY-SE"||
r==="COUNTRY-SG"||r==="COUNTRY-SH"||r==="COUNTRY-SI"||r==="COUNTRY-SJ"||r==="COUNTRY-SK"||r==="COUNTRY-SL"||r==="COUNTRY\
-SM"||r==="COUNTRY-SN"||r==="COUNTRY-SO"||r==="COUNTRY-SR"||r==="COUNTRY-SS"||r==="COUNTRY-ST"||r==="COUNTRY-SV"||r==="C\
OUNTRY-SX"||r==="COUNTRY-SY"||r==="COUNTRY-SZ"||r==="COUNTRY-TC"||r==="COUNTRY-TD"||r==="COUNTRY-TF"||r==="COUNTRY-TG"||
r==="COUNTRY-TH"||r==="COUNTRY-TJ"||r==="COUNTRY-TK"||r==="COUNTRY-TL"||r==="COUNTRY-TM"||r==="COUNTRY-TN"||r==="COUNTRY\
-TO"||r==="COUNTRY-TR"||r==="COUNTRY-TT"||r==="COUNTRY-TV"||r==="COUNTRY-TW"||r==="COUNTRY-TZ"||r==="COUNTRY-UA"||r==="C\
OUNTRY-UG"||r==="COUNTRY-UM"||r==="COUNTRY-US"||r==="COUNTRY-UY"||r==="COUNTRY-UZ"||r==="COUNTRY-VA"||r==="COUNTRY-VC"||
r==="COUNTRY-VE"||r==="COUNTRY-VG"||r==="COUNTRY-VI"||r==="COUNTRY-VN"||r==="COUNTRY-VU"||r==="COUNTRY-WF"||r==="COUNTRY\
-WS"||r==="COUNTRY-XK"||r==="COUNTRY-YE"||r==="COUNTRY-YT"||r==="COUNTRY-ZA"||r==="COUNTRY-ZM"||r==="COUNTRY-ZW")){let T={
instancePath:i+"/routes/"+o+"/targets",schemaPath:"#/properties/routes/items/properties/targets/propertyNames/enum",keyword:"\
enum",params:{allowedValues:f.properties.routes.items.properties.targets.propertyNames.enum},propertyName:r};e===null?e=
[T]:e.push(T),s++}var g=d===s;if(!g){let T={instancePath:i+"/routes/"+o+"/targets",schemaPath:"#/properties/routes/items\
/properties/targets/propertyNames",keyword:"propertyNames",params:{propertyName:r}};e===null?e=[T]:e.push(T),s++}}for(let r of Object.
keys(n)){let d=n[r];if(d&&typeof d=="object"&&!Array.isArray(d)){if(d.type===void 0||!m.call(d,"type")){let p={instancePath:i+
"/routes/"+o+"/targets/"+r.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/routes/items/properties/targe\
ts/additionalProperties/required",keyword:"required",params:{missingProperty:"type"}};e===null?e=[p]:e.push(p),s++}let T=d.
type;if(typeof T=="string")if(T==="EXTERNAL")if(d&&typeof d=="object"&&!Array.isArray(d)){if(d.type===void 0||!m.call(d,
"type")){let p={instancePath:i+"/routes/"+o+"/targets/"+r.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/propertie\
s/routes/items/properties/targets/additionalProperties/oneOf/0/required",keyword:"required",params:{missingProperty:"typ\
e"}};e===null?e=[p]:e.push(p),s++}if(d.external_url===void 0||!m.call(d,"external_url")){let p={instancePath:i+"/routes/"+
o+"/targets/"+r.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/routes/items/properties/targets/addition\
alProperties/oneOf/0/required",keyword:"required",params:{missingProperty:"external_url"}};e===null?e=[p]:e.push(p),s++}
for(let p of Object.keys(d))if(!(p==="type"||p==="external_url")){let l={instancePath:i+"/routes/"+o+"/targets/"+r.replace(
/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/routes/items/properties/targets/additionalProperties/oneOf/0/add\
itionalProperties",keyword:"additionalProperties",params:{additionalProperty:p}};e===null?e=[l]:e.push(l),s++}if(d.type!==
void 0&&m.call(d,"type")&&d.type!=="EXTERNAL"){let p={instancePath:i+"/routes/"+o+"/targets/"+r.replace(/~/g,"~0").replace(
/\//g,"~1")+"/type",schemaPath:"#/properties/routes/items/properties/targets/additionalProperties/oneOf/0/properties/typ\
e/const",keyword:"const",params:{allowedValue:"EXTERNAL"}};e===null?e=[p]:e.push(p),s++}if(d.external_url!==void 0&&m.call(
d,"external_url")){let p=d.external_url;if(typeof p=="string"){if(p.length>2048){let l={instancePath:i+"/routes/"+o+"/ta\
rgets/"+r.replace(/~/g,"~0").replace(/\//g,"~1")+"/external_url",schemaPath:"#/properties/routes/items/properties/target\
s/additionalProperties/oneOf/0/properties/external_url/maxLength",keyword:"maxLength",params:{limit:2048}};e===null?e=[l]:
e.push(l),s++}}else{let l={instancePath:i+"/routes/"+o+"/targets/"+r.replace(/~/g,"~0").replace(/\//g,"~1")+"/external_u\
rl",schemaPath:"#/properties/routes/items/properties/targets/additionalProperties/oneOf/0/properties/external_url/type",
keyword:"type",params:{type:"string"}};e===null?e=[l]:e.push(l),s++}}}else{let p={instancePath:i+"/routes/"+o+"/targets/"+
r.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/routes/items/properties/targets/additionalProperties/o\
neOf/0/type",keyword:"type",params:{type:"object"}};e===null?e=[p]:e.push(p),s++}else if(T==="TUNNEL")if(d&&typeof d=="o\
bject"&&!Array.isArray(d)){if(d.type===void 0||!m.call(d,"type")){let p={instancePath:i+"/routes/"+o+"/targets/"+r.replace(
/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/routes/items/properties/targets/additionalProperties/oneOf/1/req\
uired",keyword:"required",params:{missingProperty:"type"}};e===null?e=[p]:e.push(p),s++}if(d.tunnel===void 0||!m.call(d,
"tunnel")){let p={instancePath:i+"/routes/"+o+"/targets/"+r.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/propert\
ies/routes/items/properties/targets/additionalProperties/oneOf/1/required",keyword:"required",params:{missingProperty:"t\
unnel"}};e===null?e=[p]:e.push(p),s++}for(let p of Object.keys(d))if(!(p==="type"||p==="tunnel")){let l={instancePath:i+
"/routes/"+o+"/targets/"+r.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/routes/items/properties/targe\
ts/additionalProperties/oneOf/1/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:p}};e===
null?e=[l]:e.push(l),s++}if(d.type!==void 0&&m.call(d,"type")&&d.type!=="TUNNEL"){let p={instancePath:i+"/routes/"+o+"/t\
argets/"+r.replace(/~/g,"~0").replace(/\//g,"~1")+"/type",schemaPath:"#/properties/routes/items/properties/targets/addit\
ionalProperties/oneOf/1/properties/type/const",keyword:"const",params:{allowedValue:"TUNNEL"}};e===null?e=[p]:e.push(p),
s++}if(d.tunnel!==void 0&&m.call(d,"tunnel")){let p=d.tunnel;if(p&&typeof p=="object"&&!Array.isArray(p)){if(p.id===void 0||
!m.call(p,"id")){let l={instancePath:i+"/routes/"+o+"/targets/"+r.replace(/~/g,"~0").replace(/\//g,"~1")+"/tunnel",schemaPath:"\
#/properties/routes/items/properties/targets/additionalProperties/oneOf/1/properties/tunnel/required",keyword:"required",
params:{missingProperty:"id"}};e===null?e=[l]:e.push(l),s++}if(p.tunnel_id===void 0||!m.call(p,"tunnel_id")){let l={instancePath:i+
"/routes/"+o+"/targets/"+r.replace(/~/g,"~0").replace(/\//g,"~1")+"/tunnel",schemaPath:"#/properties/routes/items/proper\
ties/targets/additionalProperties/oneOf/1/properties/tunnel/required",keyword:"required",params:{missingProperty:"tunnel\
_id"}};e===null?e=[l]:e.push(l),s++}for(let l of Object.keys(p))if(!(l==="id"||l==="tunnel_id")){let t={instancePath:i+"\
/routes/"+o+"/targets/"+r.replace(/~/g,"~0").replace(/\//g,"~1")+"/tunnel",schemaPath:"#/properties/routes/items/propert\
ies/targets/additionalProperties/oneOf/1/properties/tunnel/additionalProperties",keyword:"additionalProperties",params:{
additionalProperty:l}};e===null?e=[t]:e.push(t),s++}if(p.id!==void 0&&m.call(p,"id")){let l=p.id;if(typeof l=="string"){
if(l.length>255){let t={instancePath:i+"/routes/"+o+"/targets/"+r.replace(/~/g,"~0").replace(/\//g,"~1")+"/tunnel/id",schemaPath:"\
#/properties/routes/items/properties/targets/additionalProperties/oneOf/1/properties/tunnel/properties/id/maxLength",keyword:"\
maxLength",params:{limit:255}};e===null?e=[t]:e.push(t),s++}if(!C.test(l)){let t={instancePath:i+"/routes/"+o+"/targets/"+
r.replace(/~/g,"~0").replace(/\//g,"~1")+"/tunnel/id",schemaPath:"#/properties/routes/items/properties/targets/additiona\
lProperties/oneOf/1/properties/tunnel/properties/id/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?
e=[t]:e.push(t),s++}}else{let t={instancePath:i+"/routes/"+o+"/targets/"+r.replace(/~/g,"~0").replace(/\//g,"~1")+"/tunn\
el/id",schemaPath:"#/properties/routes/items/properties/targets/additionalProperties/oneOf/1/properties/tunnel/propertie\
s/id/type",keyword:"type",params:{type:"string"}};e===null?e=[t]:e.push(t),s++}}if(p.tunnel_id!==void 0&&m.call(p,"tunne\
l_id")){let l=p.tunnel_id;if(typeof l=="string"){if(l.length>255){let t={instancePath:i+"/routes/"+o+"/targets/"+r.replace(
/~/g,"~0").replace(/\//g,"~1")+"/tunnel/tunnel_id",schemaPath:"#/properties/routes/items/properties/targets/additionalPr\
operties/oneOf/1/properties/tunnel/properties/tunnel_id/maxLength",keyword:"maxLength",params:{limit:255}};e===null?e=[t]:
e.push(t),s++}if(!C.test(l)){let t={instancePath:i+"/routes/"+o+"/targets/"+r.replace(/~/g,"~0").replace(/\//g,"~1")+"/t\
unnel/tunnel_id",schemaPath:"#/properties/routes/items/properties/targets/additionalProperties/oneOf/1/properties/tunnel\
/properties/tunnel_id/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[t]:e.push(t),s++}}else{
let t={instancePath:i+"/routes/"+o+"/targets/"+r.replace(/~/g,"~0").replace(/\//g,"~1")+"/tunnel/tunnel_id",schemaPath:"\
#/properties/routes/items/properties/targets/additionalProperties/oneOf/1/properties/tunnel/properties/tunnel_id/type",keyword:"\
type",params:{type:"string"}};e===null?e=[t]:e.push(t),s++}}}else{let l={instancePath:i+"/routes/"+o+"/targets/"+r.replace(
/~/g,"~0").replace(/\//g,"~1")+"/tunnel",schemaPath:"#/properties/routes/items/properties/targets/additionalProperties/o\
neOf/1/properties/tunnel/type",keyword:"type",params:{type:"object"}};e===null?e=[l]:e.push(l),s++}}}else{let p={instancePath:i+
"/routes/"+o+"/targets/"+r.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/routes/items/properties/targe\
ts/additionalProperties/oneOf/1/type",keyword:"type",params:{type:"object"}};e===null?e=[p]:e.push(p),s++}else if(T==="S\
ANDBOX")if(d&&typeof d=="object"&&!Array.isArray(d)){if(d.type===void 0||!m.call(d,"type")){let p={instancePath:i+"/rout\
es/"+o+"/targets/"+r.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/routes/items/properties/targets/add\
itionalProperties/oneOf/2/required",keyword:"required",params:{missingProperty:"type"}};e===null?e=[p]:e.push(p),s++}if(d.
sandbox===void 0||!m.call(d,"sandbox")){let p={instancePath:i+"/routes/"+o+"/targets/"+r.replace(/~/g,"~0").replace(/\//g,
"~1"),schemaPath:"#/properties/routes/items/properties/targets/additionalProperties/oneOf/2/required",keyword:"required",
params:{missingProperty:"sandbox"}};e===null?e=[p]:e.push(p),s++}for(let p of Object.keys(d))if(!(p==="type"||p==="sandb\
ox")){let l={instancePath:i+"/routes/"+o+"/targets/"+r.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/r\
outes/items/properties/targets/additionalProperties/oneOf/2/additionalProperties",keyword:"additionalProperties",params:{
additionalProperty:p}};e===null?e=[l]:e.push(l),s++}if(d.type!==void 0&&m.call(d,"type")&&d.type!=="SANDBOX"){let p={instancePath:i+
"/routes/"+o+"/targets/"+r.replace(/~/g,"~0").replace(/\//g,"~1")+"/type",schemaPath:"#/properties/routes/items/properti\
es/targets/additionalProperties/oneOf/2/properties/type/const",keyword:"const",params:{allowedValue:"SANDBOX"}};e===null?
e=[p]:e.push(p),s++}if(d.sandbox!==void 0&&m.call(d,"sandbox")){let p=d.sandbox;if(p&&typeof p=="object"&&!Array.isArray(
p)){if(p.id===void 0||!m.call(p,"id")){let l={instancePath:i+"/routes/"+o+"/targets/"+r.replace(/~/g,"~0").replace(/\//g,
"~1")+"/sandbox",schemaPath:"#/properties/routes/items/properties/targets/additionalProperties/oneOf/2/properties/sandbo\
x/required",keyword:"required",params:{missingProperty:"id"}};e===null?e=[l]:e.push(l),s++}if(p.endpoint===void 0||!m.call(
p,"endpoint")){let l={instancePath:i+"/routes/"+o+"/targets/"+r.replace(/~/g,"~0").replace(/\//g,"~1")+"/sandbox",schemaPath:"\
#/properties/routes/items/properties/targets/additionalProperties/oneOf/2/properties/sandbox/required",keyword:"required",
params:{missingProperty:"endpoint"}};e===null?e=[l]:e.push(l),s++}for(let l of Object.keys(p))if(!(l==="id"||l==="endpoi\
nt")){let t={instancePath:i+"/routes/"+o+"/targets/"+r.replace(/~/g,"~0").replace(/\//g,"~1")+"/sandbox",schemaPath:"#/p\
roperties/routes/items/properties/targets/additionalProperties/oneOf/2/properties/sandbox/additionalProperties",keyword:"\
additionalProperties",params:{additionalProperty:l}};e===null?e=[t]:e.push(t),s++}if(p.id!==void 0&&m.call(p,"id")){let l=p.
id;if(typeof l=="string"){if(l.length>255){let t={instancePath:i+"/routes/"+o+"/targets/"+r.replace(/~/g,"~0").replace(/\//g,
"~1")+"/sandbox/id",schemaPath:"#/properties/routes/items/properties/targets/additionalProperties/oneOf/2/properties/san\
dbox/properties/id/maxLength",keyword:"maxLength",params:{limit:255}};e===null?e=[t]:e.push(t),s++}if(!C.test(l)){let t={
instancePath:i+"/routes/"+o+"/targets/"+r.replace(/~/g,"~0").replace(/\//g,"~1")+"/sandbox/id",schemaPath:"#/properties/\
routes/items/properties/targets/additionalProperties/oneOf/2/properties/sandbox/properties/id/pattern",keyword:"pattern",
params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[t]:e.push(t),s++}}else{let t={instancePath:i+"/routes/"+o+"/targets/"+r.
replace(/~/g,"~0").replace(/\//g,"~1")+"/sandbox/id",schemaPath:"#/properties/routes/items/properties/targets/additional\
Properties/oneOf/2/properties/sandbox/properties/id/type",keyword:"type",params:{type:"string"}};e===null?e=[t]:e.push(t),
s++}}if(p.endpoint!==void 0&&m.call(p,"endpoint")){let l=p.endpoint;if(typeof l=="string"){if(l.length>255){let t={instancePath:i+
"/routes/"+o+"/targets/"+r.replace(/~/g,"~0").replace(/\//g,"~1")+"/sandbox/endpoint",schemaPath:"#/properties/routes/it\
ems/properties/targets/additionalProperties/oneOf/2/properties/sandbox/properties/endpoint/maxLength",keyword:"maxLength",
params:{limit:255}};e===null?e=[t]:e.push(t),s++}if(!C.test(l)){let t={instancePath:i+"/routes/"+o+"/targets/"+r.replace(
/~/g,"~0").replace(/\//g,"~1")+"/sandbox/endpoint",schemaPath:"#/properties/routes/items/properties/targets/additionalPr\
operties/oneOf/2/properties/sandbox/properties/endpoint/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===
null?e=[t]:e.push(t),s++}}else{let t={instancePath:i+"/routes/"+o+"/targets/"+r.replace(/~/g,"~0").replace(/\//g,"~1")+"\
/sandbox/endpoint",schemaPath:"#/properties/routes/items/properties/targets/additionalProperties/oneOf/2/properties/sand\
box/properties/endpoint/type",keyword:"type",params:{type:"string"}};e===null?e=[t]:e.push(t),s++}}}else{let l={instancePath:i+
"/routes/"+o+"/targets/"+r.replace(/~/g,"~0").replace(/\//g,"~1")+"/sandbox",schemaPath:"#/properties/routes/items/prope\
rties/targets/additionalProperties/oneOf/2/properties/sandbox/type",keyword:"type",params:{type:"object"}};e===null?e=[l]:
e.push(l),s++}}}else{let p={instancePath:i+"/routes/"+o+"/targets/"+r.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"\
#/properties/routes/items/properties/targets/additionalProperties/oneOf/2/type",keyword:"type",params:{type:"object"}};e===
null?e=[p]:e.push(p),s++}else if(T==="ARTIFACT")if(d&&typeof d=="object"&&!Array.isArray(d)){if(d.type===void 0||!m.call(
d,"type")){let p={instancePath:i+"/routes/"+o+"/targets/"+r.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/propert\
ies/routes/items/properties/targets/additionalProperties/oneOf/3/required",keyword:"required",params:{missingProperty:"t\
ype"}};e===null?e=[p]:e.push(p),s++}if(d.artifact===void 0||!m.call(d,"artifact")){let p={instancePath:i+"/routes/"+o+"/\
targets/"+r.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/routes/items/properties/targets/additionalPr\
operties/oneOf/3/required",keyword:"required",params:{missingProperty:"artifact"}};e===null?e=[p]:e.push(p),s++}for(let p of Object.
keys(d))if(!(p==="type"||p==="artifact")){let l={instancePath:i+"/routes/"+o+"/targets/"+r.replace(/~/g,"~0").replace(/\//g,
"~1"),schemaPath:"#/properties/routes/items/properties/targets/additionalProperties/oneOf/3/additionalProperties",keyword:"\
additionalProperties",params:{additionalProperty:p}};e===null?e=[l]:e.push(l),s++}if(d.type!==void 0&&m.call(d,"type")&&
d.type!=="ARTIFACT"){let p={instancePath:i+"/routes/"+o+"/targets/"+r.replace(/~/g,"~0").replace(/\//g,"~1")+"/type",schemaPath:"\
#/properties/routes/items/properties/targets/additionalProperties/oneOf/3/properties/type/const",keyword:"const",params:{
allowedValue:"ARTIFACT"}};e===null?e=[p]:e.push(p),s++}if(d.artifact!==void 0&&m.call(d,"artifact")){let p=d.artifact;if(p&&
typeof p=="object"&&!Array.isArray(p)){if(p.id===void 0||!m.call(p,"id")){let l={instancePath:i+"/routes/"+o+"/targets/"+
r.replace(/~/g,"~0").replace(/\//g,"~1")+"/artifact",schemaPath:"#/properties/routes/items/properties/targets/additional\
Properties/oneOf/3/properties/artifact/required",keyword:"required",params:{missingProperty:"id"}};e===null?e=[l]:e.push(
l),s++}for(let l of Object.keys(p))if(!(l==="id"||l==="version")){let t={instancePath:i+"/routes/"+o+"/targets/"+r.replace(
/~/g,"~0").replace(/\//g,"~1")+"/artifact",schemaPath:"#/properties/routes/items/properties/targets/additionalProperties\
/oneOf/3/properties/artifact/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:l}};e===null?
e=[t]:e.push(t),s++}if(p.id!==void 0&&m.call(p,"id")){let l=p.id;if(typeof l=="string"){if(l.length>255){let t={instancePath:i+
"/routes/"+o+"/targets/"+r.replace(/~/g,"~0").replace(/\//g,"~1")+"/artifact/id",schemaPath:"#/properties/routes/items/p\
roperties/targets/additionalProperties/oneOf/3/properties/artifact/properties/id/maxLength",keyword:"maxLength",params:{
limit:255}};e===null?e=[t]:e.push(t),s++}if(!C.test(l)){let t={instancePath:i+"/routes/"+o+"/targets/"+r.replace(/~/g,"~\
0").replace(/\//g,"~1")+"/artifact/id",schemaPath:"#/properties/routes/items/properties/targets/additionalProperties/one\
Of/3/properties/artifact/properties/id/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[t]:e.push(
t),s++}}else{let t={instancePath:i+"/routes/"+o+"/targets/"+r.replace(/~/g,"~0").replace(/\//g,"~1")+"/artifact/id",schemaPath:"\
#/properties/routes/items/properties/targets/additionalProperties/oneOf/3/properties/artifact/properties/id/type",keyword:"\
type",params:{type:"string"}};e===null?e=[t]:e.push(t),s++}}if(p.version!==void 0&&m.call(p,"version")){let l=p.version;
if(typeof l=="string"){if(l.length>255){let t={instancePath:i+"/routes/"+o+"/targets/"+r.replace(/~/g,"~0").replace(/\//g,
"~1")+"/artifact/version",schemaPath:"#/properties/routes/items/properties/targets/additionalProperties/oneOf/3/properti\
es/artifact/properties/version/maxLength",keyword:"maxLength",params:{limit:255}};e===null?e=[t]:e.push(t),s++}if(!C.test(
l)){let t={instancePath:i+"/routes/"+o+"/targets/"+r.replace(/~/g,"~0").replace(/\//g,"~1")+"/artifact/version",schemaPath:"\
#/properties/routes/items/properties/targets/additionalProperties/oneOf/3/properties/artifact/properties/version/pattern",
keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[t]:e.push(t),s++}}else{let t={instancePath:i+"/routes/"+
o+"/targets/"+r.replace(/~/g,"~0").replace(/\//g,"~1")+"/artifact/version",schemaPath:"#/properties/routes/items/propert\
ies/targets/additionalProperties/oneOf/3/properties/artifact/properties/version/type",keyword:"type",params:{type:"strin\
g"}};e===null?e=[t]:e.push(t),s++}}}else{let l={instancePath:i+"/routes/"+o+"/targets/"+r.replace(/~/g,"~0").replace(/\//g,
"~1")+"/artifact",schemaPath:"#/properties/routes/items/properties/targets/additionalProperties/oneOf/3/properties/artif\
act/type",keyword:"type",params:{type:"object"}};e===null?e=[l]:e.push(l),s++}}}else{let p={instancePath:i+"/routes/"+o+
"/targets/"+r.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/routes/items/properties/targets/additional\
Properties/oneOf/3/type",keyword:"type",params:{type:"object"}};e===null?e=[p]:e.push(p),s++}else{let p={instancePath:i+
"/routes/"+o+"/targets/"+r.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/routes/items/properties/targe\
ts/additionalProperties/discriminator",keyword:"discriminator",params:{error:"mapping",tag:"type",tagValue:T}};e===null?
e=[p]:e.push(p),s++}else{let p={instancePath:i+"/routes/"+o+"/targets/"+r.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"\
#/properties/routes/items/properties/targets/additionalProperties/discriminator",keyword:"discriminator",params:{error:"\
tag",tag:"type",tagValue:T}};e===null?e=[p]:e.push(p),s++}}else{let T={instancePath:i+"/routes/"+o+"/targets/"+r.replace(
/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/routes/items/properties/targets/additionalProperties/type",keyword:"\
type",params:{type:"object"}};e===null?e=[T]:e.push(T),s++}}}else{let r={instancePath:i+"/routes/"+o+"/targets",schemaPath:"\
#/properties/routes/items/properties/targets/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),s++}}}else{
let n={instancePath:i+"/routes/"+o,schemaPath:"#/properties/routes/items/type",keyword:"type",params:{type:"object"}};e===
null?e=[n]:e.push(n),s++}}}else{let a={instancePath:i+"/routes",schemaPath:"#/properties/routes/type",keyword:"type",params:{
type:"array"}};e===null?e=[a]:e.push(a),s++}}if(O.sync!==void 0&&m.call(O,"sync")){let u=O.sync;if(u&&typeof u=="object"&&
!Array.isArray(u)){for(let a of Object.keys(u))if(!(a==="protect"||a==="on_remove"||a==="adopt"||a==="previously")){let o={
instancePath:i+"/sync",schemaPath:"#/properties/sync/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:a}};
e===null?e=[o]:e.push(o),s++}if(u.protect!==void 0&&m.call(u,"protect")&&typeof u.protect!="boolean"){let a={instancePath:i+
"/sync/protect",schemaPath:"#/properties/sync/properties/protect/type",keyword:"type",params:{type:"boolean"}};e===null?
e=[a]:e.push(a),s++}if(u.on_remove!==void 0&&m.call(u,"on_remove")){let a=u.on_remove;if(!(a==="retain"||a==="disable"||
a==="delete")){let o={instancePath:i+"/sync/on_remove",schemaPath:"#/properties/sync/properties/on_remove/enum",keyword:"\
enum",params:{allowedValues:f.properties.sync.properties.on_remove.enum}};e===null?e=[o]:e.push(o),s++}}if(u.adopt!==void 0&&
m.call(u,"adopt")&&typeof u.adopt!="boolean"){let a={instancePath:i+"/sync/adopt",schemaPath:"#/properties/sync/properti\
es/adopt/type",keyword:"type",params:{type:"boolean"}};e===null?e=[a]:e.push(a),s++}if(u.previously!==void 0&&m.call(u,"\
previously")){let a=u.previously;if(Array.isArray(a)){let o=a.length;for(let c=0;c<o;c++){let n=a[c];if(typeof n=="strin\
g"){if(n.length>100){let r={instancePath:i+"/sync/previously/"+c,schemaPath:"#/properties/sync/properties/previously/ite\
ms/maxLength",keyword:"maxLength",params:{limit:100}};e===null?e=[r]:e.push(r),s++}if(!Y.test(n)){let r={instancePath:i+
"/sync/previously/"+c,schemaPath:"#/properties/sync/properties/previously/items/pattern",keyword:"pattern",params:{pattern:"\
^[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?$"}};e===null?e=[r]:e.push(r),s++}}else{let r={instancePath:i+"/sync/previou\
sly/"+c,schemaPath:"#/properties/sync/properties/previously/items/type",keyword:"type",params:{type:"string"}};e===null?
e=[r]:e.push(r),s++}}}else{let o={instancePath:i+"/sync/previously",schemaPath:"#/properties/sync/properties/previously/\
type",keyword:"type",params:{type:"array"}};e===null?e=[o]:e.push(o),s++}}}else{let a={instancePath:i+"/sync",schemaPath:"\
#/properties/sync/type",keyword:"type",params:{type:"object"}};e===null?e=[a]:e.push(a),s++}}}else{let u={instancePath:i,
schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[u]:e.push(u),s++}return h.errors=e,s===0}export{L as validate};
