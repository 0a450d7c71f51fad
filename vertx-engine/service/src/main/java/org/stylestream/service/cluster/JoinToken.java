package org.stylestream.service.cluster;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jgroups.Address;
import org.jgroups.Message;
import org.jgroups.auth.AuthToken;
import org.jgroups.util.UUID;

/**
 * Shows that the sender of a JGroups message knows the cluster's secret without showing the secret:
 * HMAC-SHA256 (RFC 2104), keyed with the secret, of the cluster's name and the sender's address,
 * which JGroups draws at random for every process. Public because JGroups makes those that it
 * receives.
 */
public final class JoinToken extends AuthToken {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int LENGTH = 32;

  private final byte[] secret;
  private final String cluster;
  private byte[] proof = new byte[LENGTH];

  /** A token that is received. */
  public JoinToken() {
    this(new byte[0], "");
  }

  /** The token of a member, made and judged with the secret. */
  JoinToken(byte[] secret, String cluster) {
    this.secret = secret;
    this.cluster = cluster;
  }

  @Override
  public String getName() {
    return JoinToken.class.getName();
  }

  /** Makes this member's proof: its address is known by now. */
  @Override
  public void start() throws GeneralSecurityException {
    proof = proofOf(auth.getAddress());
  }

  @Override
  public boolean authenticate(AuthToken token, Message message) {
    try {
      return token instanceof JoinToken other
          && MessageDigest.isEqual(proofOf(message.getSrc()), other.proof);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private byte[] proofOf(Address sender) throws GeneralSecurityException {
    Mac mac = Mac.getInstance(ALGORITHM);
    mac.init(new SecretKeySpec(secret, ALGORITHM));
    String claim = "join %s as %s".formatted(cluster, ((UUID) sender).toStringLong());
    return mac.doFinal(claim.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public int size() {
    return LENGTH;
  }

  @Override
  public void writeTo(DataOutput out) throws IOException {
    out.write(proof);
  }

  @Override
  public void readFrom(DataInput in) throws IOException {
    in.readFully(proof);
  }
}
