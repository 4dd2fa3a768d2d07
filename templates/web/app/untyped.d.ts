// What is written in JavaScript, since it goes by the model that a server tells and knows no class of any template.
declare module '*.js';
declare module '*.jsx';
