using System.Text;
using Baton.Probes.Specs;

namespace Baton.Probes.Tests.Network;

public class TcpAnswerTests
{
    [Fact]
    public async Task What_is_sent_must_be_answered_as_wanted()
    {
        await using var server = new StreamServer(async (stream, cancel) =>
        {
            var buffer = new byte[100];
            var length = await stream.ReadAsync(buffer, cancel);
            // In pieces, so that what is wanted is cut in two.
            await stream.WriteAsync("220 re"u8.ToArray(), cancel);
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"ady {Encoding.ASCII.GetString(buffer, 0, length)}"), cancel);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancel);
        });
        var spec = new ProbeSpec.Tcp("127.0.0.1", server.Port) { Send = Payload.OfText("hello"), Expect = Payload.OfText("ready hello") };
        // It is known before the server hangs up.
        Asking.Succeeded(await Asking.AskAsync(spec), "answered after");
        Asking.Failed(await Asking.AskAsync(spec with { Expect = Payload.OfText("bye") }, TimeSpan.FromMilliseconds(500)), FailureKind.Timeout, "timeout after 500 ms");
        Asking.Succeeded(await Asking.AskAsync(spec with { Expect = null }), "connected after");
    }

    [Theory]
    [InlineData("", FailureKind.Closed, "the connection was closed without an answer")]
    [InlineData("SSH-2.0", FailureKind.Content, ", but the answer does not contain \"220 \"")]
    public async Task Another_answer_is_a_failure(string answer, FailureKind kind, string detail)
    {
        await using var server = new StreamServer((stream, cancel) => stream.WriteAsync(Encoding.ASCII.GetBytes(answer), cancel).AsTask());
        Asking.Failed(await Asking.AskAsync(new ProbeSpec.Tcp("127.0.0.1", server.Port) { Expect = Payload.OfText("220 ") }), kind, detail);
    }

    [Fact]
    public async Task An_answer_without_end_is_read_up_to_64_KiB()
    {
        await using var server = new StreamServer(async (stream, cancel) =>
        {
            while (true) await stream.WriteAsync(new byte[4096], cancel);
        });
        Asking.Failed(await Asking.AskAsync(new ProbeSpec.Tcp("127.0.0.1", server.Port) { Expect = Payload.OfText("x") }), FailureKind.Content, "the first 64 KiB do not contain \"x\"");
    }
}
