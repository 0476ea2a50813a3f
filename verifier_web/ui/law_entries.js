// @ts-check
/** Entries of the law's book: told once each, and found as people type (Russian keys, the street's words). */

/** @typedef {import("./rights_view.js").Entry} Entry */

/** @type {Record<string, string>} icon of an entry → words in any of the three languages that mean it */
const WORDS = {
  camera: "фото сүрөт видео аудио съёмка снимать тартуу запись жаздыруу телефон photo video film record",
  interpreter: "переводчик котормочу тилмеч interpreter translator",
  door: "вход войти пустить выгнать кирүү чыгаруу кууп enter access",
  count: "подсчёт считать саноо эсептөө count",
  copy: "копия көчүрмө ксерокопия copy",
  protocol: "протокол итоги жыйынтык результаты protocol results",
  document: "документ жалоба даттануу арыз document complaint",
  badge: "бейдж бейджик значок төш белги badge",
  press: "пресса сми ммк журналист интервью press media interview",
  speech: "мнение пикир интервью opinion",
  silence: "молчание интервью сми ммк комментарий media",
  people: "избиратели шайлоочу опрос сурамжылоо voters",
  secret: "тайна жашыруун бюллетень secret ballot",
  campaign: "агитация үгүт campaign",
  card: "удостоверение күбөлүк паспорт certificate passport id",
  wallet: "деньги акча расходы чыгым money",
  help: "помощь жардам help",
  warning: "угроза коркутуу давление басым threat",
  list: "список тизме регистрация каттоо list",
  meeting: "заседание жыйын собрание чогулуш meeting",
  eye: "смотреть видеть көрүү кароо watch see",
};
/** @type {Record<string, string>} */
const PLAIN = { ү: "у", ө: "о", ң: "н", ё: "е" };

/** @param {string} text in small letters, Kyrgyz ү ө ң and Russian ё as the letters typed in their place */
function fold(text) {
  return text.toLowerCase().replace(/[үөңё]/g, (letter) => PLAIN[letter]);
}

/** @param {string} icon */
function words_for(icon) {
  return Object.hasOwn(WORDS, icon) ? WORDS[icon] : "";
}

/**
 * Every word of the query stands somewhere in title, text or clause.
 * @param {Entry} entry
 * @param {string} query
 */
export function matches(entry, query) {
  const cited = entry.clauses.map((clause) => `${clause.id} ${clause.label}`).join(" ");
  const text = fold(`${entry.title} ${entry.text} ${cited} ${entry.id} ${words_for(entry.icon)}`);
  return fold(query).split(/\s+/).every((word) => text.includes(word));
}

/**
 * Every duty, and what no duty says of what the observer does not do.
 * @param {{duties: Entry[], limits: Entry[]}} book
 */
export function duties_of({ duties, limits }) {
  return [...duties, ...limits.filter((limit) => !same_clause(limit, duties))];
}

/**
 * Whether the same clauses are told already: protection (4.8) and responsibility (4.9) are for the one who owes them.
 * @param {Entry} entry
 * @param {Entry[]} told
 */
export function same_clause(entry, told) {
  const clauses_in = (/** @type {Entry} */ { clauses: all }) => all.map(({ id }) => id).join();
  return told.some((one) => one.icon === entry.icon && clauses_in(one) === clauses_in(entry));
}
