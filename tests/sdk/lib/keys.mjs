// What a server under test is configured with: its keys, unless the environment names others, and the
// policies that some cases are about.
const environment = (name, value) => process.env[`CAREGEN_TEST_${name}`] ?? value;

export const keys = {
  appId: environment('APP_ID', 'app'),
  masterKey: environment('MASTER_KEY', 'sdk-master-key'),
  readOnlyMasterKey: environment('READ_ONLY_MASTER_KEY', 'sdk-read-only-master-key'),
  javascriptKey: environment('JS_KEY', 'sdk-javascript-key'),
  restKey: environment('REST_KEY', 'sdk-rest-key'),
  clientKey: environment('CLIENT_KEY', 'sdk-client-key'),
  dotNetKey: environment('DOTNET_KEY', 'sdk-windows-key'),
  webhookKey: environment('WEBHOOK_KEY', 'sdk-webhook-key'),
};

export const policies = {
  accountLockout: { threshold: 3, duration: 5 }, // failed log-ins, minutes
  passwordPolicy: {
    validatorPattern: '^.{8,}$',
    validationError: 'A password has at least 8 characters.',
    doNotAllowUsername: true,
    maxPasswordHistory: 3,
  },
};
