import { defineDictionary } from '../paper/dictionary.ts';

/** The texts of the QR step, which come with it: most visits do without. */
export const qrWords = defineDictionary(
  {
    doScanAgain: 'もう一度写す',
    doOtherWay: 'ほかの使い方',
    cameraView: 'カメラの映像',
    cameraDenied: 'カメラが許可されていません。',
    cameraDeniedNext: 'ブラウザの設定でカメラを許してから、もう一度写してください。ほかの使い方もできます。',
    cameraBusy: 'カメラをほかのアプリが使っています。',
    cameraBusyNext: 'そのアプリを閉じてから、もう一度写してください。',
    cameraNone: 'このブラウザではカメラを使えません。',
    cameraNoneNext: 'ほかの使い方で、店員に見せるか、店のPINを入れてもらってください。',
    qrLooking: 'レジに出ているQRを枠に入れてください',
    qrOther: 'これはレジに出ている店のQRではありません。レジの画面を写してください。',
    qrSame: 'さきほどと同じQRです。レジの画面の新しいQRを写してください。',
    qrRead: (store: string) => `${store === '' ? '店' : store}のQRを読み取りました。`,
  },
  {
    doScanAgain: 'Scan again',
    doOtherWay: 'Use it another way',
    cameraView: 'Camera picture',
    cameraDenied: 'The camera is not allowed.',
    cameraDeniedNext: 'Allow it in the browser and scan again, or use the ticket another way.',
    cameraBusy: 'Another app is using the camera.',
    cameraBusyNext: 'Close that app and scan again.',
    cameraNone: 'This browser has no camera for us.',
    cameraNoneNext: 'Choose another way: show it to the staff, or let them enter the store PIN.',
    qrLooking: 'Hold the code on the till inside the frame',
    qrOther: 'That is not the store’s code on the till. Point the camera at the till’s screen.',
    qrSame: 'That is the same code as before. Scan the new one on the till’s screen.',
    qrRead: (store: string) => (store === '' ? 'The store’s code is read.' : `Code of ${store} is read.`),
  },
);

/** One language of the QR step's texts. */
export type QrWords = (typeof qrWords)['ja'];
