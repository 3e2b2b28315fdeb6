/** Work that outlives its request, recorded by the packaged agent: never for the wrong tenant. */
package io.heddle.it.ends;
