namespace Baton.Runtime.Tests.Routing;

/// <summary>What the router takes of memory. Alone, since it counts what the whole process takes.</summary>
[Collection(nameof(Alone))]
public sealed class RouterMemoryTests : IDisposable
{
    private readonly RouterUnderTest _router = new();

    public void Dispose() => _router.Dispose();

    [Fact]
    public async Task A_message_costs_no_memory()
    {
        const int count = 20_000;
        var (sender, target) = (_router.Connect(), _router.Connect());
        await _router.Router.SetLinksAsync([RouterUnderTest.To(target)]);
        var line = System.Text.Encoding.UTF8.GetBytes(TestInstance.Message(1) + "\n");
        var buffer = new byte[line.Length];
        for (var i = 0; i < 100; i++) Exchange(sender, target, line, buffer);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < count; i++) Exchange(sender, target, line, buffer);
        // Others in this process allocate now and then; one byte for each message would be more.
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, count - 1);
    }

    private static void Exchange(TestInstance sender, TestInstance target, byte[] line, byte[] buffer)
    {
        sender.Socket.Send(line.AsSpan());
        for (var got = 0; got < line.Length;) got += target.Socket.Receive(buffer.AsSpan(got));
    }
}
