//! Tells open pages that the site was built again, or what is wrong with the content.
//!
//! A page listens on [`EVENTS`]; the script that does so is added to pages on their way out and is in no built file.

use axum::response::sse::{Event, KeepAlive, KeepAliveStream, Sse};
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::sync::watch;

/// Where pages listen.
pub(crate) const EVENTS: &str = "/__mingtang/events";
/// Where the script is.
pub(crate) const SCRIPT_PATH: &str = "/__mingtang/reload.js";
/// The script: reloads on a new build, shows a note on faults.
pub(crate) const SCRIPT: &str = include_str!("reload.js");

/// What open pages are told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum News {
    /// Nothing yet.
    Quiet,
    /// The site was built; a number that grows.
    Built(u64),
    /// The content has faults; the site stayed as it was.
    Faults(String),
    /// The preview is over: streams end, so that open pages don't hold it back.
    Ending,
}

/// The sender's side, cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Live(watch::Sender<News>);

impl Live {
    pub(crate) fn new() -> Self {
        Self(watch::Sender::new(News::Quiet))
    }

    /// Tells every open page.
    pub(crate) fn tell(&self, news: News) {
        self.0.send_replace(news);
    }

    /// The stream for one page.
    pub(crate) fn listen(&self) -> Sse<KeepAliveStream<NewsStream>> {
        let mut receiver = self.0.subscribe();
        receiver.mark_unchanged();
        Sse::new(NewsStream(next(receiver))).keep_alive(KeepAlive::default())
    }
}

type Next = Pin<Box<dyn Future<Output = Option<(News, watch::Receiver<News>)>> + Send>>;

fn next(mut receiver: watch::Receiver<News>) -> Next {
    Box::pin(async move {
        receiver.changed().await.ok()?;
        let news = receiver.borrow_and_update().clone();
        (news != News::Ending).then_some((news, receiver))
    })
}

/// News as server-sent events.
pub(crate) struct NewsStream(Next);

impl futures_core::Stream for NewsStream {
    type Item = Result<Event, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match self.0.as_mut().poll(context) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(None) => Poll::Ready(None),
            Poll::Ready(Some((news, receiver))) => {
                self.0 = next(receiver);
                Poll::Ready(Some(Ok(event(&news))))
            }
        }
    }
}

fn event(news: &News) -> Event {
    match news {
        News::Quiet | News::Ending => Event::default().comment("quiet"),
        News::Built(number) => Event::default().event("built").data(number.to_string()),
        News::Faults(text) => Event::default().event("faults").data(text),
    }
}
