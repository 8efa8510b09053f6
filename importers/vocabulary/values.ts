/** What cells are that need no header, by meaning. */
export const VALUES = {
  gender: {
    words: `m, f, male, female, man, woman, masculino, femenino, feminino, masculin, feminin, homme, femme, hombre,
      mujer, h, w, mannlich, weiblich, maschio, femmina, man, vrouw, erkek, kadin, laki laki, perempuan, l, p, u, o, other,
      unknown, x, nb, divers, муж, жен, мужской, женский, ذكر, انثى, مرد, زن, 男, 女, 男性, 女性, 남, 여, nam, nu`,
    most: 6,
    share: 0.9,
  },
  specialty: {
    words: `cardiology, cardiologist, cardio, neurology, neurologist, neuro, neurosurgery, orthopedics, orthopaedics,
      orthopedic, orthopedist, ortho, pediatrics, paediatrics, pediatrician, oncology, oncologist, dermatology,
      dermatologist, general practice, general medicine, general, general surgery, surgery, surgeon, gynecology,
      gynaecology, obstetrics, obgyn, gyn, ophthalmology, ent, radiology, psychiatry, psychiatrist, urology, nephrology,
      pulmonology, gastroenterology, endocrinology, anesthesiology, emergency, emergency medicine, internal medicine,
      family medicine, pathology, rheumatology, hematology, infectious disease, dentist, dentistry, physician,
      cardiologia, pediatria, neurologia, medicina general, ginecologia, dermatologia, ortopedia, chirurgie, kardiologie`,
    most: 60,
    share: 0.6,
  },
};
