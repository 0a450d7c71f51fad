/**
 * What moved between two pictures of a sequence: optical flow, where to trust it, warping by it.
 */
package org.stylestream.compute.flow;
