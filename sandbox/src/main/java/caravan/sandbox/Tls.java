package caravan.sandbox;

import java.nio.file.Path;

/**
 * What a TLS server needs, as PEM files.
 *
 * @param certificate the server's, for localhost and 127.0.0.1
 * @param key the server's private key, PKCS #8
 * @param ca the certificate that signed it
 */
public record Tls(Path certificate, Path key, Path ca) {}
