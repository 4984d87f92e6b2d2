//! The functions beside the site: opened once, dressed anew after each build.
//!
//! Entry points: [`Functions::open`], [`Functions::router`]. What came in stays in the data folder; only the page that answers are put into and
//! the list of vendors follow the site.

use super::site;
use crate::words::Lang;
use crate::{CouldNotRun, files};
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use axum::routing::any;
use functions::domain::limits::Limits;
use functions::places::{self, Places};
use functions::transport::routes::ROUTES;
use functions::{AppState, Sender, Shell, shell};
use governance::cases::Clocks;
use governance::forms::render::OptionList;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use tower::ServiceExt;

/// The functions of a preview; cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Functions {
    state: AppState,
    out: PathBuf,
    current: Arc<RwLock<Router>>,
    behind_proxy: bool,
}

impl Functions {
    /// Opens the store in the data folder and makes what is missing.
    ///
    /// # Errors
    /// If the folder or a file in it cannot be used.
    pub(crate) async fn open(data: &Path, out: &Path, lang: Lang) -> Result<Self, CouldNotRun> {
        let unusable = |fault: String| {
            CouldNotRun::new(lang.pick(
                format!("打不开数据文件夹：{fault}。若另有一个明堂正在使用它，请先结束那一个。"),
                format!(
                    "cannot open the data folder: {fault}; if another one uses it, end that first"
                ),
            ))
        };
        files::make_folder(data).map_err(|fault| unusable(fault.to_string()))?;
        let state = functions::local::open(data)
            .await
            .map_err(|fault| unusable(fault.to_string()))?;
        let functions = Self {
            state,
            out: out.to_path_buf(),
            current: Arc::default(),
            behind_proxy: false,
        };
        functions.refresh();
        Ok(functions)
    }

    /// With the working calendar of the content, which may know more years.
    pub(crate) fn counting_by(mut self, clocks: Clocks) -> Self {
        self.state = self.state.with_clocks(clocks);
        self.refresh();
        self
    }

    /// What the functions share.
    pub(crate) fn state(&self) -> AppState {
        self.state.clone()
    }

    /// Whether a proxy of the operator's own stands in front and names who sends.
    pub(crate) fn behind_proxy(mut self, behind_proxy: bool) -> Self {
        self.behind_proxy = behind_proxy;
        self
    }

    /// With the same limit for every kind of request; the default has one for each kind.
    pub(crate) fn limited(mut self, hourly: Option<u32>) -> Self {
        if let Some(n) = hourly {
            self.state = self.state.with_limits(Limits {
                complaints: n,
                looks: n,
                ratings: n,
                feedback: n,
            });
            self.refresh();
        }
        self
    }

    /// Takes over the theme's page and the lists of vendors and places from the site as it is now.
    pub(crate) fn refresh(&self) {
        let shell = site::shell(&self.out).and_then(|html| Shell::from_html(&html).ok());
        let state = self.state.with_shell(shell.unwrap_or_else(Shell::built_in));
        let state = state.with_lists(vec![("vendor", self.vendors())]);
        let places = files::read_text(&self.out.join(places::FILE)).unwrap_or_default();
        let state = state.with_places(Places::of_json(&places));
        let router = functions::router(state);
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = router;
    }

    fn vendors(&self) -> OptionList {
        let file = self.out.join(shell::VENDORS_FILE);
        shell::vendors(&files::read_text(&file).unwrap_or_default())
    }

    /// Everything below `/api/`, and filing by Open311, whose standard has it at the address where `site` is read.
    pub(crate) fn router(&self, site: &Router) -> Router {
        let current = Arc::clone(&self.current);
        let behind_proxy = self.behind_proxy;
        let answer = move |request: Request| {
            let sender = sender(&request, behind_proxy);
            answer(Arc::clone(&current), sender, request)
        };
        let posted = ROUTES.iter().filter(|route| route.is_open311());
        posted.fold(
            Router::new().route("/api/{*rest}", any(answer.clone())),
            |router, route| router.route(route.path, any(answer.clone()).get_service(site.clone())),
        )
    }
}

/// Who sends: this machine, or whom the proxy names last; what stands before that, anybody may have written. Only a keyed hash of it is ever kept.
fn sender(request: &Request<Body>, behind_proxy: bool) -> Sender {
    Sender::behind(usize::from(behind_proxy), "127.0.0.1", request.headers())
}

async fn answer(
    current: Arc<RwLock<Router>>,
    sender: Sender,
    mut request: Request<Body>,
) -> Response {
    let router = current
        .read()
        .unwrap_or_else(PoisonError::into_inner)
        .clone();
    request.extensions_mut().insert(sender);
    match router.oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(forwarded: &str) -> Request<Body> {
        let mut request = Request::new(Body::empty());
        let value = forwarded.parse().expect("a header");
        request.headers_mut().insert("x-forwarded-for", value);
        request
    }

    #[test]
    fn only_the_own_proxy_names_the_sender() {
        let request = asked("198.51.100.7, 203.0.113.9");
        assert_eq!(sender(&request, true).0, "203.0.113.9");
        assert_eq!(sender(&request, false).0, "127.0.0.1");
        assert_eq!(sender(&Request::new(Body::empty()), true).0, "127.0.0.1");
    }
}
