using System.Text;
using Baton.Probes.Specs;
using Baton.TestKit;

namespace Baton.Probes.Tests.Network;

public class RedisProbeTests
{
    [Fact]
    public async Task A_real_server_answers_with_and_without_a_user()
    {
        using var folder = new TemporaryFolder();
        var port = StreamServer.UnusedPort();
        using var server = StartedProgram.Start(
            "redis-server", "--bind", "127.0.0.1", "--port", $"{port}", "--dir", folder.Path, "--save", "", "--requirepass", "secret", "--user", "monitor", "on", ">word", "+ping");
        var spec = new ProbeSpec.Redis("127.0.0.1", port);
        await ListensAsync(spec);
        Asking.Failed(await Asking.AskAsync(spec), FailureKind.Status, "NOAUTH after");
        Asking.Succeeded(await Asking.AskAsync(spec with { Password = "secret" }), "PONG after");
        Asking.Succeeded(await Asking.AskAsync(spec with { User = "monitor", Password = "word" }), "PONG after");
        var wrong = await Asking.AskAsync(spec with { User = "monitor", Password = "guessed" });
        Asking.Failed(wrong, FailureKind.Status, "WRONGPASS after");
        Assert.DoesNotContain("guessed", wrong.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-LOADING Redis is loading the dataset in memory\r\n", FailureKind.Status, "LOADING after")]
    [InlineData("-ERR\r\n", FailureKind.Status, "ERR after")]
    [InlineData("+OK\r\n", FailureKind.Protocol, "no valid Redis answer")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n", FailureKind.Protocol, "no valid Redis answer")]
    [InlineData("+PON", FailureKind.Closed, "closed before the answer was complete")]
    [InlineData("", FailureKind.Closed, "closed before the answer was complete")]
    public async Task Other_answers_are_failures_by_name(string answer, FailureKind kind, string detail)
    {
        await using var server = new StreamServer(async (stream, cancel) =>
        {
            await ReadAsync(stream, cancel);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), cancel);
        });
        Asking.Failed(await Asking.AskAsync(new ProbeSpec.Redis("127.0.0.1", server.Port)), kind, detail);
    }

    [Fact]
    public async Task An_answer_without_end_is_given_up()
    {
        await using var server = new StreamServer(async (stream, cancel) =>
        {
            await stream.WriteAsync("+"u8.ToArray(), cancel);
            while (true) await stream.WriteAsync(new byte[4096], cancel);
        });
        Asking.Failed(await Asking.AskAsync(new ProbeSpec.Redis("127.0.0.1", server.Port)), FailureKind.Protocol, "longer than 1024 bytes");
    }

    [Fact]
    public async Task Over_tls_the_password_is_sent_only_to_whom_it_is_meant_for()
    {
        var received = 0;
        using var certificate = Certificates.OfItself("elsewhere.test");
        await using var server = new StreamServer(
            async (stream, cancel) =>
            {
                Interlocked.Add(ref received, (await ReadAsync(stream, cancel)).Length);
                await stream.WriteAsync("+OK\r\n"u8.ToArray(), cancel);
                await ReadAsync(stream, cancel);
                await stream.WriteAsync("+PONG\r\n"u8.ToArray(), cancel);
            },
            certificate);
        var spec = new ProbeSpec.Redis("localhost", server.Port) { UsesTls = true, Password = "secret" };
        Asking.Failed(await Asking.AskAsync(spec), FailureKind.Tls, "the certificate is for \"elsewhere.test\", not for \"localhost\"");
        Assert.Equal(0, Volatile.Read(ref received));
        var result = await Asking.AskAsync(spec with { IsInsecure = true });
        Asking.Succeeded(result, "PONG after");
        Assert.NotNull(result.CertificateExpires);
    }

    [Fact]
    public void A_password_is_not_told_with_the_description() =>
        Assert.DoesNotContain("secret", new ProbeSpec.Redis("here") { Password = "secret" }.ToString(), StringComparison.Ordinal);

    private static async Task<string> ReadAsync(Stream stream, CancellationToken cancel)
    {
        var buffer = new byte[1000];
        return Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer, cancel));
    }

    private static async Task ListensAsync(ProbeSpec.Redis spec)
    {
        var began = TimeProvider.System.GetTimestamp();
        while ((await Asking.AskAsync(spec)).Failure is { Kind: FailureKind.Refused })
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Eventually.Limit, "redis-server does not listen");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }
}
