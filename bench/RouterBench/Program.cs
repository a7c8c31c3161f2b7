using System.Globalization;
using Baton.Runtime.Instances;
using Baton.Runtime.Links;
using Baton.Runtime.Routing;

namespace Baton.RouterBench;

/// <summary>The router beside the least that a hub can do. <c>serve FOLDER COUNT</c> is the router's own process; <c>run HUB</c> measures both by turns.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        if (arguments is ["serve", var folder, var count]) return await ServeAsync(folder, int.Parse(count, CultureInfo.InvariantCulture));
        if (arguments is not ["run", var hub, var rounds]) return 64;
        Measures.Run(hub, int.Parse(rounds, CultureInfo.InvariantCulture));
        return 0;
    }

    private static async Task<int> ServeAsync(string folder, int count)
    {
        using var router = new MessageRouter(new RouterOptions(), new Silent());
        router.Begin();
        var ids = Enumerable.Range(0, count).Select(_ => InstanceId.New(TimeProvider.System)).ToList();
        for (var i = 0; i < count; i++) await router.ListenAsync(ids[i], Path.Combine(folder, i.ToString(CultureInfo.InvariantCulture)));
        await router.SetLinksAsync([.. ids.Skip(count > 1 ? 1 : 0).Select(id => new Link(Measures.Type, new LinkTarget.Local(id), Policy: LinkPolicy.Block))]);
        Console.WriteLine("ready");
        await Console.In.ReadLineAsync();
        return 0;
    }

    private sealed class Silent : IRouterEvents
    {
        public void StartAsked(InstanceId sender, InstanceId which, InstancePriority? priority)
        {
        }

        public void StopAsked(InstanceId sender, InstanceId which)
        {
        }

        public void TelemetryTold(InstanceId sender, ReadOnlySpan<byte> json)
        {
        }

        public void Noticed(InstanceId? instance, string text) => Console.Error.WriteLine(text);
    }
}
