import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { duties_of, matches } from "../../verifier_web/ui/law_entries.js";

const file = (name) => JSON.parse(readFileSync(new URL(`../../server/accreditation/regulation/${name}.json`, import.meta.url)));
const in_language = (entries, language) =>
  entries.map((entry) => ({ ...entry, title: entry.title[language], text: entry.text[language], clauses: entry.clauses.map((id) => ({ id, label: id })) }));
const [rights, duties, limits, situations] = ["rights", "duties", "limits", "situations"].map(file);
const found = (entries, language, query) => in_language(entries, language).filter((entry) => matches(entry, query)).map(({ id }) => id);

test("Kyrgyz is found when typed on a Russian keyboard", () => {
  const proper = found(rights, "ky", "көчүрмө");
  assert.ok(proper.includes("R-18"));
  assert.deepEqual(found(rights, "ky", "кочурмо"), proper);
  assert.deepEqual(found(rights, "ky", "тузулушун байкоо"), found(rights, "ky", "түзүлүшүн байкоо"));
});

test("the street's words find the law's", () => {
  for (const language of ["ky", "ru", "en"]) {
    for (const word of ["фото", "видео", "сүрөт", "photo", "снимать"]) assert.ok(found(rights, language, word).includes("R-05"), `${language} ${word}`);
    assert.ok(found(rights, language, "переводчик").includes("R-02"));
    assert.ok(found(situations, language, "фото").length, language);
  }
  assert.deepEqual(found(rights, "ky", "constitution-of-the-moon"), []);
});

test("no prohibition is told twice: each limit is a duty already", () => {
  const book = { duties: in_language(duties, "en"), limits: in_language(limits, "en") };
  assert.deepEqual(duties_of(book).map(({ id }) => id), duties.map(({ id }) => id));
  const other = { ...book.limits[0], id: "L-99", clauses: [{ id: "9.9", label: "9.9" }] };
  assert.equal(duties_of({ ...book, limits: [...book.limits, other] }).at(-1).id, "L-99");
});
