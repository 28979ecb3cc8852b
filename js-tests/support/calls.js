/** Arguments that every call accepts, and a reply that every call accepts as a success. */

export const login = {
  code: "0c0de0c0de0c0de0c0de0c0de0c0de00NW",
  client_id: "app-key",
  sk: "5ec2e75ec2e75ec2e75ec2e75ec2e700",
};

export const token = { access_token: "24.70ce70ce70ce70ce70ce70ce70ce7000.2592000.1700000000.282335-1", openid: "o" };

export const SUCCESS = JSON.stringify({
  openid: "o",
  session_key: "5e5510e5510e5510e5510e5510e55100",
  unionid: "u",
  access_token: "24.0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f.2592000.1700000000.282335-1",
  expires_in: 2592000,
  refresh_token: "46.0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f.315360000.1700000000.282335-1",
  pre_auth_code: "c210YXBwMTExMzY2NjI=",
  authorization_code: "0c0de0c0de0c0de0c0de0c0de0c0de01",
  app_id: 11136662,
  app_key: "app-key",
});
