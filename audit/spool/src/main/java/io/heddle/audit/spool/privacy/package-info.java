/**
 * What makes detail unreadable for everybody without the master key, and for everybody once a
 * tenant is erased: keys of tenants, wrapped by a master key, and what is sealed and keyed with
 * them. The bytes are specified in {@code docs/formats/PRIVACY.md}.
 *
 * <p>Knows nobody but the JDK. Nothing here is loaded while no policy asks for it. {@link
 * io.heddle.audit.spool.privacy.TenantKeys} is for any thread; everything else is immutable, or
 * says who may use it.
 */
package io.heddle.audit.spool.privacy;
