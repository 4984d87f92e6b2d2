//! `mingtang serve`: site and functions from one origin on this machine.
//!
//! Order of events: take the port, say where, build, open the store, serve; then build again whenever content or theme changes and tell the open pages.
//! It listens on 127.0.0.1 only and never writes into the content.

mod doors;
pub(crate) mod live;
mod site;
mod upkeep;
mod watch;

use crate::build::Builder;
use crate::cli::ServeOptions;
use crate::words::{Lang, plain, say};
use crate::{CouldNotRun, Outcome};
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;
use tokio::net::TcpListener;

/// Serves until Ctrl-C or a termination signal.
///
/// # Errors
/// If the port is taken, the store cannot be opened or the content folder is not there.
pub(crate) fn serve(options: &ServeOptions, lang: Lang) -> Result<Outcome, CouldNotRun> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    let runtime = runtime.map_err(|fault| CouldNotRun::new(fault.to_string()))?;
    let outcome = runtime.block_on(serve_until_told(options, lang));
    runtime.shutdown_background();
    outcome
}

async fn serve_until_told(options: &ServeOptions, lang: Lang) -> Result<Outcome, CouldNotRun> {
    let listener = listen(options.port, lang).await?;
    let address = listener
        .local_addr()
        .map_err(|fault| CouldNotRun::new(fault.to_string()))?;
    announce(options, address, lang);
    let out = options.data.join("site");
    let builder = Builder::new(&options.places, out.clone(), lang).at(address);
    let live = live::Live::new();
    builder.first_build(&live)?;
    let functions = doors::Functions::open(&options.data, &out, lang)
        .await?
        .behind_proxy(options.behind_proxy)
        .limited(options.hourly_limit);
    let clocks = crate::store::clocks(&options.places.content, lang)?;
    let functions = functions.counting_by(clocks);
    let upkeep = upkeep::Upkeep {
        state: functions.state(),
        data: options.data.clone(),
        every: (options.sweep_every > 0).then(|| Duration::from_secs(options.sweep_every)),
        lang,
    };
    tokio::spawn(upkeep.keep_up());
    let watched = if options.no_watch {
        None
    } else {
        Some(watch::watch(
            builder,
            (live.clone(), functions.clone()),
            lang,
        )?)
    };
    let site = site::router(&out, (!options.no_watch).then(|| live.clone()));
    let app = functions.router(&site).merge(site);
    say(&lang.pick(
        format!("就绪：http://{address}/ (按 Ctrl-C 结束)"),
        format!("Ready: http://{address}/ (Ctrl-C ends)"),
    ));
    axum::serve(listener, app)
        .with_graceful_shutdown(told_to_stop(live.clone()))
        .await
        .map_err(|fault| CouldNotRun::new(fault.to_string()))?;
    drop(watched);
    say(lang.pick(
        "已结束。来件都已存好。",
        "Ended. Everything that came in is stored.",
    ));
    Ok(Outcome::Clean)
}

async fn listen(port: u16, lang: Lang) -> Result<TcpListener, CouldNotRun> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(|fault| {
        CouldNotRun::new(lang.pick(
            format!("端口 {port} 用不了({fault})。可能已有一个明堂在运行；可加 --port 0 任选端口。"),
            format!("cannot take port {port} ({fault}); another one may be running; --port 0 takes any free one"),
        ))
    })
}

fn announce(options: &ServeOptions, address: SocketAddr, lang: Lang) {
    let content = plain(&options.places.content.display().to_string());
    let data = plain(&options.data.display().to_string());
    say(&lang.pick(
        format!("明堂预览 http://{address}/ 内容：{content} 数据：{data}(来件存在这里，下次启动仍在)"),
        format!("Mingtang serves http://{address}/ content: {content} data: {data} (what comes in is kept there)"),
    ));
}

async fn told_to_stop(live: live::Live) {
    let ctrl_c = tokio::signal::ctrl_c();
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => signal.recv().await.unwrap_or_default(),
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = ctrl_c => {}
        () = terminate => {}
    }
    live.tell(live::News::Ending);
}
