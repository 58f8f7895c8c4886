import { busy, calm, type Route } from './route.ts';

/** The routes of the till: coming in and going out, people and devices, vouchers, the store's QR. */
export const tillRoutes = [
  { method: 'POST', path: '/v1/till/sign-in', function: 'store-till', door: 'open', ...calm },
  { method: 'POST', path: '/v1/till/sign-out', function: 'store-till', door: 'till', ...calm },
  { method: 'GET', path: '/v1/till/staff', function: 'store-till', door: 'device', ...calm },
  { method: 'POST', path: '/v1/till/staff', function: 'store-till', door: 'manager', ...calm },
  { method: 'PUT', path: '/v1/till/staff/{staffId}/pin', function: 'store-till', door: 'manager', ...calm },
  { method: 'PUT', path: '/v1/till/staff/{staffId}/role', function: 'store-till', door: 'manager', ...calm },
  { method: 'POST', path: '/v1/till/staff/{staffId}/end', function: 'store-till', door: 'manager', ...calm },
  { method: 'POST', path: '/v1/till/devices', function: 'store-till', door: 'open', ...calm },
  { method: 'GET', path: '/v1/till/devices', function: 'store-till', door: 'manager', ...calm },
  {
    method: 'POST',
    path: '/v1/till/devices/{deviceId}/end',
    function: 'store-till',
    door: 'manager',
    ...calm,
  },
  { method: 'GET', path: '/v1/till/vouchers/{code}', function: 'store-till', door: 'till', ...busy },
  { method: 'GET', path: '/v1/till/qr', function: 'store-till', door: 'till', ...busy },
  { method: 'GET', path: '/v1/till/attempts', function: 'store-till', door: 'till', ...calm },
  { method: 'POST', path: '/v1/till/holds', function: 'store-till', door: 'till', ...busy },
  {
    method: 'POST',
    path: '/v1/till/holds/{holdId}/release',
    function: 'store-till',
    door: 'till',
    ...busy,
  },
  { method: 'GET', path: '/v1/till/counts', function: 'store-till', door: 'till', ...busy },
  { method: 'POST', path: '/v1/till/redemptions', function: 'store-till', door: 'till', ...busy },
  {
    method: 'POST',
    path: '/v1/till/redemptions/{redemptionId}/undo',
    function: 'store-till',
    door: 'till',
    ...calm,
  },
] as const satisfies readonly Route[];
