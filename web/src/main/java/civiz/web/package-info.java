/**
 * Redis to browsers: {@link civiz.web.FeedSubscriber} ▶ {@link civiz.web.FeedLog} ▶ {@link civiz.web.Viewer} ═WebSocket═▶.
 * Each area has a {@link civiz.web.Feed} of its own; {@link civiz.web.WebApp} is the whole as a value.
 */
@NullMarked
package civiz.web;

import org.jspecify.annotations.NullMarked;
