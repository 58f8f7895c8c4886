import { useState } from 'preact/hooks';
import { useConsole } from '../console-context.ts';
import { Field, TextField } from '../parts/field.tsx';
import { Fold } from '../parts/fold.tsx';
import type { CouponFieldProps } from './coupon-fields.tsx';
import { emptyPicture } from './picture-form.ts';
import { shrinkPicture } from './shrink-picture.ts';

const Picker = ({ draft }: Pick<CouponFieldProps, 'draft'>) => {
  const text = useConsole().words.coupons;
  const [isUnread, setUnread] = useState(false);
  const pick = async (input: HTMLInputElement): Promise<void> => {
    const [file] = input.files ?? [];
    if (file === undefined) return;
    const picture = await shrinkPicture(file);
    // The same file picked again is to be a change again.
    input.value = '';
    setUnread(picture === undefined);
    if (picture !== undefined) draft.set({ picture });
  };
  return (
    <Field
      label={text.picture}
      hint={text.pictureHint}
      optional
      error={isUnread ? text.badPicture : undefined}
    >
      {links => (
        <span class="button file-button">
          <input {...links} type="file" accept="image/*" onChange={event => void pick(event.currentTarget)} />
          <span aria-hidden="true">
            {draft.value.picture === null ? text.pictureChoose : text.pictureAnother}
          </span>
        </span>
      )}
    </Field>
  );
};

const About = ({ draft }: Pick<CouponFieldProps, 'draft'>) => {
  const text = useConsole().words.coupons;
  return (
    <>
      <button type="button" class="button" onClick={() => draft.set(emptyPicture)}>
        {text.pictureDrop}
      </button>
      <TextField
        label={text.pictureAlt}
        hint={text.pictureAltHint}
        optional
        maxLength={100}
        value={draft.value.pictureAlt}
        onText={pictureAlt => draft.set({ pictureAlt })}
      />
      <TextField
        label={text.pictureAltEn}
        optional
        maxLength={100}
        value={draft.value.pictureAltEn}
        onText={pictureAltEn => draft.set({ pictureAltEn })}
      />
    </>
  );
};

/** A coupon's picture: picked from a file, made small by the page itself, and said in words for who cannot see it. */
export const PictureFields = ({ draft }: CouponFieldProps) => {
  const text = useConsole().words.coupons;
  return (
    <Fold label={text.pictureFold} faulty={false}>
      <Picker draft={draft} />
      {draft.value.picture !== null && <About draft={draft} />}
    </Fold>
  );
};
