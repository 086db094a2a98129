//! Secure connections: which certificates are trusted, and what goes wrong in words.

use std::error::Error;
use std::sync::Arc;

use rustls::crypto::ring;
use rustls::pki_types::CertificateDer;
use rustls::{CertificateError, ClientConfig, RootCertStore};

use crate::error::NetError;

/// What is offered to servers, the best first.
const PROTOCOLS: [&[u8]; 2] = [b"h2", b"http/1.1"];

/// The set-up of TLS on ring. Trusted are the system's certificates (Mozilla's, which are built in, where the system
/// has none: a bare container) and `extra_roots`.
pub(crate) fn config(extra_roots: &[Vec<u8>]) -> Result<ClientConfig, NetError> {
    let mut roots = RootCertStore::empty();
    let system = rustls_native_certs::load_native_certs();
    // A certificate of the system that cannot be read is not ours to complain of.
    roots.add_parsable_certificates(system.certs);
    if roots.is_empty() {
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    }
    for root in extra_roots {
        roots.add(CertificateDer::from_slice(root)).map_err(|error| NetError::Tls(error.to_string()))?;
    }
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let builder =
        builder.with_safe_default_protocol_versions().map_err(|error| NetError::Tls(error.to_string()))?;
    let mut config = builder.with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = PROTOCOLS.iter().map(|protocol| protocol.to_vec()).collect();
    Ok(config)
}

/// What is wrong, where `cause` is an error of TLS.
pub(crate) fn reason(cause: &(dyn Error + 'static)) -> Option<String> {
    let error = inside(cause)?;
    Some(match error {
        rustls::Error::InvalidCertificate(error) => certificate(error),
        rustls::Error::AlertReceived(alert) => format!("it refuses ours ({alert:?})"),
        rustls::Error::InvalidMessage(_) => "it does not speak TLS at this port".to_owned(),
        error => error.to_string(),
    })
}

/// Errors of TLS stand inside I/O errors, which may stand in each other, and do not name what is in them as their
/// source.
fn inside<'a>(cause: &'a (dyn Error + 'static)) -> Option<&'a rustls::Error> {
    cause
        .downcast_ref::<rustls::Error>()
        .or_else(|| inside(cause.downcast_ref::<std::io::Error>()?.get_ref()?))
}

fn certificate(error: &CertificateError) -> String {
    match error {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => "its certificate has run out",
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "its certificate is not valid yet; check this machine's clock"
        }
        CertificateError::Revoked => "its certificate was revoked",
        CertificateError::UnknownIssuer => "its certificate is signed by nobody whom this machine trusts",
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "its certificate is for another name"
        }
        other => return format!("its certificate is not in order ({other})"),
    }
    .to_owned()
}
