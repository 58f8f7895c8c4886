import {
  makeEndDevice,
  makeEnrolDevice,
  makeListDevices,
  type DevicesDeps,
  type EnrolDeps,
} from './enrol-device.ts';
import {
  makeAddStaff,
  makeEndStaff,
  makeListStaff,
  makeSetStaffPin,
  makeSetStaffRole,
  type StaffDeps,
} from './manage-staff.ts';
import { makeSignInStaff, type SignInStaffDeps } from './sign-in-staff.ts';
import { makeSignInTill, type SignInDeps, type TillSessions } from './sign-in-till.ts';
import type { StaffVerbDeps } from './staff.verbs.ts';

/** What all that people and devices of a store do needs. */
export type StaffFlowDeps = SignInDeps &
  SignInStaffDeps &
  StaffDeps &
  EnrolDeps &
  DevicesDeps & { readonly sessions: TillSessions; readonly pepper: StaffVerbDeps['pepper'] };

/** Every flow of people and devices, wired from one set of adapters. */
export function makeStaffFlows(deps: StaffFlowDeps): StaffVerbDeps {
  return {
    signIn: makeSignInTill(deps),
    signInStaff: makeSignInStaff(deps),
    sessions: deps.sessions,
    listStaff: makeListStaff(deps),
    addStaff: makeAddStaff(deps),
    setStaffPin: makeSetStaffPin(deps),
    setStaffRole: makeSetStaffRole(deps),
    endStaff: makeEndStaff(deps),
    enrol: makeEnrolDevice(deps),
    listDevices: makeListDevices(deps),
    endDevice: makeEndDevice(deps),
    pepper: deps.pepper,
  };
}
