namespace Baton.Runtime.Tests.Routing;

/// <summary>Commands to the router from other threads.</summary>
public sealed class RouterCommandTests
{
    [Fact]
    public async Task Each_of_many_commands_one_after_the_other_is_done()
    {
        using var router = new RouterUnderTest();
        var target = router.Connect();
        // Two posters: a command comes while the one before it is being taken.
        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 20_000; i++) await router.Router.SetLinksAsync([RouterUnderTest.To(target)]);
        }))).WaitAsync(TimeSpan.FromMinutes(1));
    }
}
