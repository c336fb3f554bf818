// @ts-nocheck
// Generated from the schema by `npm run generate`: change the schema, not this file.
var k=u;var p=Object.prototype.hasOwnProperty,d=new RegExp("^[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?$","u"),h=new RegExp("^(\
?!\\.{1,2}$)[^\\s/\\\\%?#]+$","u"),m=new RegExp("^\\S(?:.*\\S)?$","u");function u(n,{instancePath:s="",parentData:g,parentDataProperty:w,
rootData:P=n}={}){let e=null,i=0,f=i,l=!1,o=null,y=i;if(n&&typeof n=="object"&&!Array.isArray(n)&&(n.identifier===void 0||
!p.call(n,"identifier"))){let t={instancePath:s,schemaPath:"#/oneOf/0/required",keyword:"required",params:{missingProperty:"\
identifier"}};e===null?e=[t]:e.push(t),i++}var a=y===i;a&&(l=!0,o=0);let c=i;if(n&&typeof n=="object"&&!Array.isArray(n)&&
(n.all===void 0||!p.call(n,"all"))){let t={instancePath:s,schemaPath:"#/oneOf/1/required",keyword:"required",params:{missingProperty:"\
all"}};e===null?e=[t]:e.push(t),i++}var a=c===i;if(a&&l?(l=!1,o=[o,1]):a&&(l=!0,o=1),l)i=f,e!==null&&(f?e.length=f:e=null);else{
let t={instancePath:s,schemaPath:"#/oneOf",keyword:"oneOf",params:{passingSchemas:o}};e===null?e=[t]:e.push(t),i++}if(n&&
typeof n=="object"&&!Array.isArray(n)){if(n.until===void 0||!p.call(n,"until")){let t={instancePath:s,schemaPath:"#/requ\
ired",keyword:"required",params:{missingProperty:"until"}};e===null?e=[t]:e.push(t),i++}if(n.reason===void 0||!p.call(n,
"reason")){let t={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"reason"}};e===null?
e=[t]:e.push(t),i++}for(let t of Object.keys(n))if(!(t==="identifier"||t==="all"||t==="project"||t==="environment"||t===
"environment_id"||t==="until"||t==="reason"||t==="by")){let r={instancePath:s,schemaPath:"#/additionalProperties",keyword:"\
additionalProperties",params:{additionalProperty:t}};e===null?e=[r]:e.push(r),i++}if(n.identifier!==void 0&&p.call(n,"id\
entifier")){let t=n.identifier;if(typeof t=="string"){if(t.length>100){let r={instancePath:s+"/identifier",schemaPath:"#\
/properties/identifier/maxLength",keyword:"maxLength",params:{limit:100}};e===null?e=[r]:e.push(r),i++}if(!d.test(t)){let r={
instancePath:s+"/identifier",schemaPath:"#/properties/identifier/pattern",keyword:"pattern",params:{pattern:"^[A-Za-z0-9\
_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?$"}};e===null?e=[r]:e.push(r),i++}}else{let r={instancePath:s+"/identifier",schemaPath:"\
#/properties/identifier/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}}if(n.all!==void 0&&p.
call(n,"all")&&typeof n.all!="boolean"){let t={instancePath:s+"/all",schemaPath:"#/properties/all/type",keyword:"type",params:{
type:"boolean"}};e===null?e=[t]:e.push(t),i++}if(n.project!==void 0&&p.call(n,"project")){let t=n.project;if(typeof t=="\
string"){if(t.length>255){let r={instancePath:s+"/project",schemaPath:"#/properties/project/maxLength",keyword:"maxLengt\
h",params:{limit:255}};e===null?e=[r]:e.push(r),i++}if(!h.test(t)){let r={instancePath:s+"/project",schemaPath:"#/proper\
ties/project/pattern",keyword:"pattern",params:{pattern:"^(?!\\.{1,2}$)[^\\s/\\\\%?#]+$"}};e===null?e=[r]:e.push(r),i++}}else{
let r={instancePath:s+"/project",schemaPath:"#/properties/project/type",keyword:"type",params:{type:"string"}};e===null?
e=[r]:e.push(r),i++}}if(n.environment!==void 0&&p.call(n,"environment")){let t=n.environment;if(typeof t=="string"){if(t.
length>255){let r={instancePath:s+"/environment",schemaPath:"#/properties/environment/maxLength",keyword:"maxLength",params:{
limit:255}};e===null?e=[r]:e.push(r),i++}if(!h.test(t)){let r={instancePath:s+"/environment",schemaPath:"#/properties/en\
vironment/pattern",keyword:"pattern",params:{pattern:"^(?!\\.{1,2}$)[^\\s/\\\\%?#]+$"}};e===null?e=[r]:e.push(r),i++}}else{
let r={instancePath:s+"/environment",schemaPath:"#/properties/environment/type",keyword:"type",params:{type:"string"}};e===
null?e=[r]:e.push(r),i++}}if(n.environment_id!==void 0&&p.call(n,"environment_id")){let t=n.environment_id;if(typeof t==
"string"){if(t.length>255){let r={instancePath:s+"/environment_id",schemaPath:"#/properties/environment_id/maxLength",keyword:"\
maxLength",params:{limit:255}};e===null?e=[r]:e.push(r),i++}if(!h.test(t)){let r={instancePath:s+"/environment_id",schemaPath:"\
#/properties/environment_id/pattern",keyword:"pattern",params:{pattern:"^(?!\\.{1,2}$)[^\\s/\\\\%?#]+$"}};e===null?e=[r]:
e.push(r),i++}}else{let r={instancePath:s+"/environment_id",schemaPath:"#/properties/environment_id/type",keyword:"type",
params:{type:"string"}};e===null?e=[r]:e.push(r),i++}}if(n.until!==void 0&&p.call(n,"until")){let t=n.until;if(typeof t==
"string"){if(t.length>255){let r={instancePath:s+"/until",schemaPath:"#/properties/until/maxLength",keyword:"maxLength",
params:{limit:255}};e===null?e=[r]:e.push(r),i++}if(!m.test(t)){let r={instancePath:s+"/until",schemaPath:"#/properties/\
until/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[r]:e.push(r),i++}}else{let r={instancePath:s+
"/until",schemaPath:"#/properties/until/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}}if(n.
reason!==void 0&&p.call(n,"reason")){let t=n.reason;if(typeof t=="string"){if(t.length>255){let r={instancePath:s+"/reas\
on",schemaPath:"#/properties/reason/maxLength",keyword:"maxLength",params:{limit:255}};e===null?e=[r]:e.push(r),i++}if(!m.
test(t)){let r={instancePath:s+"/reason",schemaPath:"#/properties/reason/pattern",keyword:"pattern",params:{pattern:"^\\S\
(?:.*\\S)?$"}};e===null?e=[r]:e.push(r),i++}}else{let r={instancePath:s+"/reason",schemaPath:"#/properties/reason/type",
keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}}if(n.by!==void 0&&p.call(n,"by")){let t=n.by;if(typeof t==
"string"){if(t.length>255){let r={instancePath:s+"/by",schemaPath:"#/properties/by/maxLength",keyword:"maxLength",params:{
limit:255}};e===null?e=[r]:e.push(r),i++}if(!m.test(t)){let r={instancePath:s+"/by",schemaPath:"#/properties/by/pattern",
keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[r]:e.push(r),i++}}else{let r={instancePath:s+"/by",schemaPath:"\
#/properties/by/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}}}else{let t={instancePath:s,schemaPath:"\
#/type",keyword:"type",params:{type:"object"}};e===null?e=[t]:e.push(t),i++}return u.errors=e,i===0}export{k as validate};
