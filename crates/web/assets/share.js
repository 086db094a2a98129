// Optional: copies the page's address. Without it the button stays hidden.
const button = document.getElementById("share");
if (button && (navigator.share || navigator.clipboard)) {
  const words = button.querySelector("span");
  const before = words.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(location.href.split("#")[0]);
      words.textContent = button.dataset.done;
      setTimeout(() => { words.textContent = before; }, 3000);
    } catch {
      try { await navigator.share({ title: document.title, url: location.href }); } catch { /* the reader thought better of it */ }
    }
  });
}
