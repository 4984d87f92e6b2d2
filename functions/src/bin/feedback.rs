//! The Lambda function that takes feedback: whether a page was useful, suggestions and topics. It only reads the environment: the library does the rest.

use functions::cloud::Settings;
use functions::{Group, lambda};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda::Error> {
    #[expect(
        clippy::disallowed_methods,
        reason = "a deployment's settings are its environment, and this is the door to it"
    )]
    let settings = Settings::read(|name| std::env::var(name).ok())?;
    lambda::serve(Group::Feedback, settings).await
}
