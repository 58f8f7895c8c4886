/** The API's path of a campaign. */
export const pathOf = (campaignId: string): string => `/v1/campaigns/${encodeURIComponent(campaignId)}`;
