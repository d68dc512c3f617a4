// The hub says with a cookie which form was sent; the browser then forgets what it kept of it.
export const PREFIX = "form-kept-";

const sent = /(?:^|; )form-sent=([\w-]+)/.exec(document.cookie);
if (sent) {
  try { sessionStorage.removeItem(PREFIX + sent[1]); } catch { /* A browser that keeps nothing has nothing to forget. */ }
  document.cookie = "form-sent=; path=/coordination; max-age=0; samesite=lax";
}
