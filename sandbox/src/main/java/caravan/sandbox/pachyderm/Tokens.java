package caravan.sandbox.pachyderm;

import caravan.sandbox.pachyderm.metadata.Metadata;
import caravan.sandbox.pachyderm.metadata.TokenRow;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/** Tokens: 32 hex digits, of which only a hash is kept. */
final class Tokens {
    private final Metadata metadata;
    private final SecureRandom random = new SecureRandom();

    Tokens(Metadata metadata) {
        this.metadata = metadata;
    }

    /** A new token; without seconds to live it lives for ever. */
    String make(String principal, long seconds) {
        byte[] secret = new byte[16];
        random.nextBytes(secret);
        String token = HexFormat.of().formatHex(secret);
        metadata.write(tx -> {
            Instant expires = seconds > 0 ? tx.now().plusSeconds(seconds) : null;
            tx.put(new TokenRow(TokenRow.hash(token), principal, expires, ""));
            return token;
        });
        return token;
    }

    /** Whether there was such a token. */
    boolean revoke(String token) {
        return metadata.write(tx -> {
            Optional<TokenRow> row = metadata.token(TokenRow.hash(token));
            row.ifPresent(tx::drop);
            return row.isPresent();
        });
    }

    /** Lets the token of a credential's file be the only one that comes from that file. */
    void provide(String credential, String token, String principal) {
        metadata.write(tx -> {
            TokenRow wanted = new TokenRow(TokenRow.hash(token), principal, null, credential);
            metadata.tokens().stream()
                    .filter(row -> row.source().equals(credential) && !row.equals(wanted))
                    .forEach(tx::drop);
            if (!metadata.token(wanted.hash()).equals(Optional.of(wanted))) {
                tx.put(wanted);
            }
            return wanted;
        });
    }
}
