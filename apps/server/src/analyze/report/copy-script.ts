/**
 * The one script of the report: each button copies its table as tab-separated text, which sheets and mails take. It asks for nothing from outside, works
 * from a file on disk, guards what a sheet would run as a formula, and where the clipboard is refused it falls back to a selection. Without scripts the buttons stay hidden.
 */
export const copyScript = `
const said = document.getElementById('said');
const guarded = (text) => (/^[=+\\-@＝＋－＠]/.test(text) && !/^[+-]?[\\d.,]+( ?%)?$/.test(text) ? "'" + text : text);
const textOf = (table) => [...table.rows].map((row) => [...row.cells].map((cell) => guarded(cell.innerText.replace(/\\s+/g, ' ').trim())).join('\\t')).join('\\n');
const select = (text) => {
  const area = document.createElement('textarea');
  area.value = text;
  area.style.cssText = 'position:fixed;top:0;opacity:0';
  document.body.append(area);
  area.select();
  const isDone = document.execCommand('copy');
  area.remove();
  return isDone;
};
const write = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return select(text);
  }
};
let timer;
for (const button of document.querySelectorAll('button.copy')) {
  button.hidden = false;
  button.addEventListener('click', async () => {
    const isDone = await write(textOf(button.parentElement.querySelector('table')));
    button.focus();
    said.textContent = isDone ? said.dataset.done : said.dataset.failed;
    clearTimeout(timer);
    timer = setTimeout(() => { said.textContent = ''; }, 2500);
  });
}
`;
