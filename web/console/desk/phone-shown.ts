const domesticMobile = /^\+81([5789]0)(\d{4})(\d{4})$/;

/** A number as people in Japan write it (090-1234-5678); any other stays as it is. */
export const phoneShown = (phone: string): string => {
  const match = domesticMobile.exec(phone);
  return match === null ? phone : `0${match[1]}-${match[2]}-${match[3]}`;
};
