package io.heddle.agent.weave;

/**
 * Which methods of a class get which advice.
 *
 * @param name the method's name
 * @param descriptorPrefix how its descriptor begins, such as {@code (Ljava/lang/String;}
 * @param descriptorSuffix how it ends, such as {@code )I}; empty for any
 * @param advice the class of the advice, by name, so that declaring a hook loads nothing
 * @param replaces whether the advice is annotated with {@code Advice.AssignReturned}; null, which a
 *     failure returns as well, replaces nothing
 */
public record MethodHook(
    String name,
    String descriptorPrefix,
    String descriptorSuffix,
    String advice,
    boolean replaces) {
  /** A hook on all methods of that name whose descriptor begins so. */
  public MethodHook(String name, String descriptorPrefix, String advice) {
    this(name, descriptorPrefix, "", advice, false);
  }

  /** A hook on all methods of that name whose descriptor begins and ends so. */
  public MethodHook(String name, String descriptorPrefix, String descriptorSuffix, String advice) {
    this(name, descriptorPrefix, descriptorSuffix, advice, false);
  }

  /** The same hook for advice that may replace an argument or the result. */
  public MethodHook replacing() {
    return new MethodHook(name, descriptorPrefix, descriptorSuffix, advice, true);
  }

  boolean matches(String methodName, String descriptor) {
    return methodName.equals(name)
        && descriptor.startsWith(descriptorPrefix)
        && descriptor.endsWith(descriptorSuffix);
  }
}
