// @ts-nocheck
// Generated from the schema by `npm run generate`: change the schema, not this file.
var d=y,f={$schema:"http://json-schema.org/draft-07/schema#",$id:"urn:distro-sync:approval",type:"object",additionalProperties:!1,
required:["by","reason","until","lifts"],properties:{by:{type:"string",maxLength:255,pattern:"^\\S(?:.*\\S)?$"},reason:{
type:"string",maxLength:255,pattern:"^\\S(?:.*\\S)?$"},until:{type:"string",maxLength:255,pattern:"^\\S(?:.*\\S)?$"},lifts:{
type:"array",items:{enum:["LIMIT_CREATES","LIMIT_REMOVALS","LIMIT_REMOVALS_A_DAY","LIMIT_ROUTE_REMOVALS","LIMIT_UPDATES",
"EXPOSURE","CONFLICT","FROZEN"]}}}},p=Object.prototype.hasOwnProperty,a=new RegExp("^\\S(?:.*\\S)?$","u");function y(s,{
instancePath:n="",parentData:h,parentDataProperty:m,rootData:c=s}={}){let e=null,i=0;if(s&&typeof s=="object"&&!Array.isArray(
s)){if(s.by===void 0||!p.call(s,"by")){let r={instancePath:n,schemaPath:"#/required",keyword:"required",params:{missingProperty:"\
by"}};e===null?e=[r]:e.push(r),i++}if(s.reason===void 0||!p.call(s,"reason")){let r={instancePath:n,schemaPath:"#/requir\
ed",keyword:"required",params:{missingProperty:"reason"}};e===null?e=[r]:e.push(r),i++}if(s.until===void 0||!p.call(s,"u\
ntil")){let r={instancePath:n,schemaPath:"#/required",keyword:"required",params:{missingProperty:"until"}};e===null?e=[r]:
e.push(r),i++}if(s.lifts===void 0||!p.call(s,"lifts")){let r={instancePath:n,schemaPath:"#/required",keyword:"required",
params:{missingProperty:"lifts"}};e===null?e=[r]:e.push(r),i++}for(let r of Object.keys(s))if(!(r==="by"||r==="reason"||
r==="until"||r==="lifts")){let t={instancePath:n,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{
additionalProperty:r}};e===null?e=[t]:e.push(t),i++}if(s.by!==void 0&&p.call(s,"by")){let r=s.by;if(typeof r=="string"){
if(r.length>255){let t={instancePath:n+"/by",schemaPath:"#/properties/by/maxLength",keyword:"maxLength",params:{limit:255}};
e===null?e=[t]:e.push(t),i++}if(!a.test(r)){let t={instancePath:n+"/by",schemaPath:"#/properties/by/pattern",keyword:"pa\
ttern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[t]:e.push(t),i++}}else{let t={instancePath:n+"/by",schemaPath:"#/\
properties/by/type",keyword:"type",params:{type:"string"}};e===null?e=[t]:e.push(t),i++}}if(s.reason!==void 0&&p.call(s,
"reason")){let r=s.reason;if(typeof r=="string"){if(r.length>255){let t={instancePath:n+"/reason",schemaPath:"#/properti\
es/reason/maxLength",keyword:"maxLength",params:{limit:255}};e===null?e=[t]:e.push(t),i++}if(!a.test(r)){let t={instancePath:n+
"/reason",schemaPath:"#/properties/reason/pattern",keyword:"pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[t]:
e.push(t),i++}}else{let t={instancePath:n+"/reason",schemaPath:"#/properties/reason/type",keyword:"type",params:{type:"s\
tring"}};e===null?e=[t]:e.push(t),i++}}if(s.until!==void 0&&p.call(s,"until")){let r=s.until;if(typeof r=="string"){if(r.
length>255){let t={instancePath:n+"/until",schemaPath:"#/properties/until/maxLength",keyword:"maxLength",params:{limit:255}};
e===null?e=[t]:e.push(t),i++}if(!a.test(r)){let t={instancePath:n+"/until",schemaPath:"#/properties/until/pattern",keyword:"\
pattern",params:{pattern:"^\\S(?:.*\\S)?$"}};e===null?e=[t]:e.push(t),i++}}else{let t={instancePath:n+"/until",schemaPath:"\
#/properties/until/type",keyword:"type",params:{type:"string"}};e===null?e=[t]:e.push(t),i++}}if(s.lifts!==void 0&&p.call(
s,"lifts")){let r=s.lifts;if(Array.isArray(r)){let t=r.length;for(let o=0;o<t;o++){let l=r[o];if(!(l==="LIMIT_CREATES"||
l==="LIMIT_REMOVALS"||l==="LIMIT_REMOVALS_A_DAY"||l==="LIMIT_ROUTE_REMOVALS"||l==="LIMIT_UPDATES"||l==="EXPOSURE"||l==="\
CONFLICT"||l==="FROZEN")){let u={instancePath:n+"/lifts/"+o,schemaPath:"#/properties/lifts/items/enum",keyword:"enum",params:{
allowedValues:f.properties.lifts.items.enum}};e===null?e=[u]:e.push(u),i++}}}else{let t={instancePath:n+"/lifts",schemaPath:"\
#/properties/lifts/type",keyword:"type",params:{type:"array"}};e===null?e=[t]:e.push(t),i++}}}else{let r={instancePath:n,
schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return y.errors=e,i===0}export{d as validate};
