// The one script of served pages. They can be read and used without it; it moves the slider without a new page, and shows
// anew what has changed.

/// What a browser runs on served pages.
public enum LiveScript {
  /// Milliseconds from one look for something newer to the next.
  private static let interval = 1000

  public static let text = #"""
    'use strict';
    (() => {
      const root = new URL('.', document.currentScript.src);
      const parts = ['#evolution', '.columns', '.title'];

      // Takes from another page what differs, and leaves the slider under the hand that moves it.
      const take = (page) => {
        for (const part of parts) {
          const here = document.querySelector(part);
          const there = page.querySelector(part);
          if (here && there) here.replaceWith(there);
        }
        document.title = page.title;
      };

      const page = async (address) => {
        const answer = await fetch(address, { cache: 'no-store' });
        if (!answer.ok) throw new Error(answer.status);
        return new DOMParser().parseFromString(await answer.text(), 'text/html');
      };

      const form = document.querySelector('form.evolutions');
      if (form) {
        const slider = form.elements.at;
        let asked = 0;
        form.querySelector('button').hidden = true;
        form.addEventListener('submit', (event) => event.preventDefault());
        slider.addEventListener('input', async () => {
          const mine = ++asked;
          const address = new URL(location);
          address.searchParams.set('at', slider.value);
          if (slider.value === slider.max) address.searchParams.delete('at');
          try {
            const found = await page(address);
            if (mine !== asked) return;
            take(found);
            slider.setAttribute('aria-valuetext', found.querySelector('#at').getAttribute('aria-valuetext'));
            history.replaceState(null, '', address);
          } catch { /* The server has ended; the page stays as it is. */ }
        });
      }

      for (const choice of document.querySelectorAll('form.compare select')) {
        choice.addEventListener('change', () => choice.form.requestSubmit());
      }

      let isLooking = false;
      const look = async () => {
        if (isLooking || document.hidden) return;
        isLooking = true;
        try {
          const answer = await fetch(new URL('version', root), { cache: 'no-store' });
          if (answer.ok && await answer.text() !== document.body.dataset.version) location.reload();
        } catch { /* It may come back. */ } finally { isLooking = false; }
      };
      setInterval(look, \#(interval));
      document.addEventListener('visibilitychange', look);
    })();

    """#
}
