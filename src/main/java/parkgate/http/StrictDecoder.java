package parkgate.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads HTTP/1 requests from one connection, and nothing more from it once a request's framing is in doubt: what follows
 * may be somebody else's request that a proxy before us took for this one's body. It also has no patience:
 *
 * <pre>
 * head   {@link Pace#headMs} from its first byte to its last        408, closed
 * body   {@link Pace#bodyBytes} at least in each {@link Pace#bodyMs}     408 where nothing was answered yet, closed
 * </pre>
 *
 * A request that arrives in one piece costs no timer.
 */
final class StrictDecoder extends VertxHttpRequestDecoder {
    private final Pace pace;
    private boolean inHead = true;
    private boolean headBegun;
    private boolean atLineStart;
    private boolean folded;
    private boolean broken;
    private @Nullable Problem brokenBody;
    private long bodyBytes;
    private @Nullable ScheduledFuture<?> timer;
    private boolean timerIsOfHead;

    /** How fast a request must arrive. */
    record Pace(long headMs, long bodyMs, long bodyBytes) {
        static final Pace DEFAULT = new Pace(10_000, 10_000, 4_096);
    }

    StrictDecoder(HttpServerOptions options, Pace pace) {
        super(options);
        this.pace = pace;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        if (broken) {
            in.skipBytes(in.readableBytes());
            return;
        }
        int known = out.size();
        int from = in.readerIndex();
        super.decode(ctx, in, out);
        if (inHead) {
            lookAtLines(in, from);
        }
        for (int i = known; i < out.size(); i++) {
            look(out.get(i));
        }
        if (brokenBody != null) {
            out.subList(known, out.size()).clear();
        }
    }

    /** The decoder takes whole lines only, so a continued line is one whose first byte is blank. */
    private void lookAtLines(ByteBuf in, int from) {
        int end = in.readerIndex();
        for (int i = from; i < end; i++) {
            byte b = in.getByte(i);
            folded |= atLineStart && (b == ' ' || b == '\t');
            headBegun |= b > ' ' || b < 0;
            atLineStart = b == '\n';
            if (!atLineStart) {
                int lineEnd = in.indexOf(i, end, (byte) '\n');
                i = lineEnd < 0 ? end : lineEnd - 1;
            }
        }
    }

    private void look(Object read) {
        if (read instanceof HttpRequest head) {
            if (head.decoderResult().isSuccess()) {
                Problem refusal = folded ? foldedLine() : HeadRules.refusal(head);
                if (refusal != null) {
                    head.setProtocolVersion(HttpVersion.HTTP_1_1);
                    head.setDecoderResult(DecoderResult.failure(refusal));
                }
            }
            broken = head.decoderResult().isFailure();
            inHead = false;
        }
        if (read instanceof HttpContent content) {
            bodyBytes += content.content().readableBytes();
            if (!broken && content.decoderResult().isFailure()) {
                broken = true;
                brokenBody =
                        Problem.badRequest("The body's chunks are malformed.").closing();
            }
        }
        if (read instanceof LastHttpContent) {
            inHead = true;
            headBegun = false;
            atLineStart = false;
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        super.channelReadComplete(ctx);
        if (brokenBody != null) {
            // Only now: what was answered before goes out first.
            Problem cause = brokenBody;
            brokenBody = null;
            ctx.fireExceptionCaught(cause);
        }
        boolean waiting = !broken && (!inHead || headBegun || internalBuffer().isReadable());
        if (timer != null && (!waiting || timerIsOfHead != inHead)) {
            stopTimer();
        }
        if (waiting && timer == null) {
            startTimer(ctx);
        }
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext ctx) throws Exception {
        stopTimer();
        super.handlerRemoved0(ctx);
    }

    private void startTimer(ChannelHandlerContext ctx) {
        timerIsOfHead = inHead;
        bodyBytes = 0;
        timer = ctx.executor()
                .schedule(() -> timeIsUp(ctx), inHead ? pace.headMs() : pace.bodyMs(), TimeUnit.MILLISECONDS);
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void timeIsUp(ChannelHandlerContext ctx) {
        timer = null;
        if (timerIsOfHead) {
            broken = true;
            HttpMessage cutOff = createInvalidMessage();
            cutOff.setDecoderResult(
                    DecoderResult.failure(Problem.of(408, "too-slow", "The request did not arrive in time")
                            .closing()));
            ctx.fireChannelRead(cutOff);
            ctx.fireChannelReadComplete();
        } else if (bodyBytes >= pace.bodyBytes() || !ctx.channel().config().isAutoRead()) {
            startTimer(ctx); // fast enough, or it is we who do not read
        } else {
            broken = true;
            ctx.fireExceptionCaught(tooSlow());
        }
    }

    private static Problem tooSlow() {
        return Problem.of(408, "too-slow", "The request did not arrive in time").closing();
    }

    private static Problem foldedLine() {
        return Problem.badRequest("A header must not be continued on a second line.");
    }
}
