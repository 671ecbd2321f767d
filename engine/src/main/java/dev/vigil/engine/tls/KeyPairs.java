package dev.vigil.engine.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;

/// Whether two halves of a key are of one.
final class KeyPairs {
    private static final String SIGNATURE = "SHA256withECDSA";
    private static final byte[] PROBE = {'v', 'i', 'g', 'i', 'l'};

    private KeyPairs() {}

    static boolean belongTogether(PrivateKey key, PublicKey certified) {
        try {
            Signature signer = Signature.getInstance(SIGNATURE);
            signer.initSign(key);
            signer.update(PROBE);
            byte[] signed = signer.sign();
            Signature verifier = Signature.getInstance(SIGNATURE);
            verifier.initVerify(certified);
            verifier.update(PROBE);
            return verifier.verify(signed);
        } catch (GeneralSecurityException unlike) {
            return false;
        }
    }
}
