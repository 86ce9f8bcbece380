/* Wakes when something is pushed to this browser, shows it, and opens its page when it is clicked. */

self.addEventListener("push", event => {
  const { title, body, url, tag } = event.data.json();
  event.waitUntil(self.registration.showNotification(title, { body, tag, data: { url }, renotify: false }));
});

self.addEventListener("notificationclick", event => {
  event.notification.close();
  const address = new URL(event.notification.data.url, self.location.origin).href;
  event.waitUntil(open(address));
});

async function open(address) {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const page = pages.find(each => new URL(each.url).origin === self.location.origin);
  if (!page) return self.clients.openWindow(address);
  await page.focus();
  return page.url === address ? page : self.clients.openWindow(address);
}
