//! Why a document could not be fetched, as sentences for the person who reads the health of a source.

use std::net::IpAddr;

/// What took too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeoutKind {
    /// Finding the host, connecting, TLS.
    Connect,
    /// The answer's headers.
    Header,
    /// The next piece of the body.
    Idle,
    /// The whole document.
    Total,
}

impl std::fmt::Display for TimeoutKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Connect => "could not be connected to",
            Self::Header => "did not begin to answer",
            Self::Idle => "fell silent in the middle of its answer, for more than was to be waited",
            Self::Total => "did not finish its answer",
        })
    }
}

/// The client cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NetError {
    /// A limit is nought.
    #[error("the limit {0} is 0, so that nothing could ever be fetched: make it larger")]
    Zero(&'static str),
    /// The user agent has characters that no header can carry.
    #[error("the user agent must be one line of plain text: {0}")]
    UserAgent(String),
    /// The proxy's address is of no use.
    #[error("this proxy cannot be used: {0}; it is an address such as http://proxy.example:3128")]
    Proxy(String),
    /// TLS cannot be set up.
    #[error("secure connections cannot be set up: {0}")]
    Tls(String),
    /// The HTTP library refuses.
    #[error("the HTTP client cannot be set up: {0}")]
    Setup(String),
}

/// Why a document could not be fetched. An answer of whatever status is no error.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// No such host.
    #[error("the host {host} cannot be found ({reason}): check the address for a typing mistake")]
    Dns {
        /// The host.
        host: String,
        /// What the system said.
        reason: String,
    },
    /// No connection.
    #[error("{host} cannot be connected to ({reason}): it may be down, or this machine offline")]
    Connect {
        /// The host.
        host: String,
        /// What the system said.
        reason: String,
    },
    /// The machine is there, the program is not.
    #[error("{host} refuses connections at port {port}: no web server is running there")]
    Refused {
        /// The host.
        host: String,
        /// The port.
        port: u16,
    },
    /// Too slow.
    #[error("{host} {what} within {limit_ms} ms: it is slow or down, and is asked again later")]
    Timeout {
        /// The host.
        host: String,
        /// What took too long.
        what: TimeoutKind,
        /// The limit, in milliseconds.
        limit_ms: u64,
    },
    /// No safe connection.
    #[error("no secure connection to {host} is possible: {reason}")]
    Tls {
        /// The host.
        host: String,
        /// What is wrong.
        reason: String,
    },
    /// An address that is not on the public internet.
    #[error(
        "{host} leads to the private address {address}; name it in the setting allow_private if that is meant"
    )]
    PrivateAddress {
        /// The host.
        host: String,
        /// Its address.
        address: IpAddr,
    },
    /// Not http or https.
    #[error("{scheme} addresses cannot be read, only http and https")]
    Scheme {
        /// What it is.
        scheme: String,
    },
    /// The document is too large.
    #[error("{host} sent a document larger than {limit_bytes} bytes, which is not taken")]
    TooLarge {
        /// The host.
        host: String,
        /// The limit.
        limit_bytes: u64,
    },
    /// The headers are too large.
    #[error("{host} sent more than {limit_bytes} bytes of headers, which is not taken")]
    HeadersTooLarge {
        /// The host.
        host: String,
        /// The limit.
        limit_bytes: u32,
    },
    /// Sent on and on.
    #[error("{host} sent us on more than {limit} times: look in a browser for the address at which it ends")]
    TooManyRedirects {
        /// The host that was asked first.
        host: String,
        /// Redirects that are followed.
        limit: usize,
    },
    /// Sent back to where we came from.
    #[error("{host} sends in a circle, back to {to}: it may want a cookie, which we do not keep")]
    RedirectLoop {
        /// The host that was asked first.
        host: String,
        /// The address that came up a second time.
        to: String,
    },
    /// Sent to something that is no address, or from https to http.
    #[error("{host} sends us on to {to}, which is refused: {reason}")]
    BadRedirect {
        /// The host.
        host: String,
        /// Where to.
        to: String,
        /// Why not.
        reason: &'static str,
    },
    /// The body cannot be unpacked.
    #[error("{host} sent a body that cannot be unpacked, though it says that it is {encoding}")]
    BadEncoding {
        /// The host.
        host: String,
        /// The Content-Encoding, or the one that the bytes show.
        encoding: String,
    },
    /// The connection ended before anything of the document came.
    #[error("{host} hung up before it sent anything of the document")]
    HungUp {
        /// The host.
        host: String,
    },
    /// The answer is not HTTP.
    #[error("{host} did not answer in proper HTTP ({reason}): there may be another kind of server")]
    Protocol {
        /// The host.
        host: String,
        /// What was wrong.
        reason: String,
    },
}

impl FetchError {
    /// A stable word for the store and for metrics. What a person would mend in the same way has the same word.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Dns { .. } => "dns",
            Self::Connect { .. } | Self::Refused { .. } => "connect",
            Self::Timeout { .. } => "timeout",
            Self::Tls { .. } => "tls",
            Self::PrivateAddress { .. } => "private-address",
            Self::Scheme { .. } => "scheme",
            Self::TooLarge { .. } | Self::HeadersTooLarge { .. } => "too-large",
            Self::TooManyRedirects { .. } | Self::RedirectLoop { .. } => "redirects",
            Self::BadRedirect { .. } => "bad-redirect",
            Self::BadEncoding { .. } | Self::HungUp { .. } | Self::Protocol { .. } => "protocol",
        }
    }

    /// Whether the same request may well succeed a while later.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Dns { .. }
            | Self::Connect { .. }
            | Self::Refused { .. }
            | Self::Timeout { .. }
            | Self::Tls { .. }
            | Self::BadEncoding { .. }
            | Self::HungUp { .. }
            | Self::Protocol { .. } => true,
            Self::PrivateAddress { .. }
            | Self::Scheme { .. }
            | Self::TooLarge { .. }
            | Self::HeadersTooLarge { .. }
            | Self::TooManyRedirects { .. }
            | Self::RedirectLoop { .. }
            | Self::BadRedirect { .. } => false,
        }
    }
}
