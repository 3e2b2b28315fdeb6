package io.heddle.agent.actor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heddle.agent.context.Actor;
import io.heddle.agent.tenant.TenantResolver;
import io.heddle.audit.spool.OperationExtras;
import io.heddle.sampler.policy.ActorSource;
import io.heddle.sampler.policy.ActorSource.Kind;
import java.util.List;

/**
 * Finds who makes a request, by what the policy asks and in its order. What a token or a header
 * says is believed as it stands, so every record says where its actor's name comes from.
 */
public final class RequestActors {
  /** Longest name, in characters; a longer one is none. */
  static final int LONGEST = 256;

  private static final byte[] NOTHING = {};

  private RequestActors() {}

  /** Whom the request's headers name; null if nobody. */
  public static <R> Actor named(
      TenantResolver.HeaderReader<R> reader, R request, List<ActorSource> sources) {
    for (int rank = 0; rank < sources.size(); rank++) {
      ActorSource source = sources.get(rank);
      String name = source.kind() == Kind.PRINCIPAL ? null : name(reader, request, source);
      if (isName(name)) {
        return actor(name, source, rank);
      }
    }
    return null;
  }

  /** How many sources are trusted more than the principal; -1 if that one is not asked. */
  public static int rankOfPrincipal(List<ActorSource> sources) {
    for (int rank = 0; rank < sources.size(); rank++) {
      if (sources.get(rank).kind() == Kind.PRINCIPAL) {
        return rank;
      }
    }
    return -1;
  }

  /** The principal, where others are asked as well. */
  public static Actor principal(String name, List<ActorSource> sources) {
    int rank = rankOfPrincipal(sources);
    return actor(name, sources.get(rank), rank);
  }

  private static <R> String name(
      TenantResolver.HeaderReader<R> reader, R request, ActorSource source) {
    boolean isHeader = source.kind() == Kind.HEADER;
    String header = isHeader ? source.name() : "Authorization";
    String value = reader.header(request, header);
    if (value == null || reader.isContradicted(request, header, value)) {
      return null; // of two different ones the application may believe the other
    }
    return isHeader ? value.strip() : JwtClaim.of(value, source.name());
  }

  private static Actor actor(String name, ActorSource source, int rank) {
    byte[] from = source.toString().getBytes(UTF_8);
    byte[] extras = OperationExtras.with(NOTHING, OperationExtras.ACTOR_SOURCE, from);
    return new Actor(name, extras, rank);
  }

  private static boolean isName(String name) {
    if (name == null || name.isEmpty() || name.length() > LONGEST) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (Character.isISOControl(name.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}
