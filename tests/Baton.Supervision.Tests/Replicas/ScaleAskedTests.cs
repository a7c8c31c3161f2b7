using Baton.Core;
using Baton.Processes;
using Baton.Supervision.Reload;
using Baton.Supervision.Replicas;
using Baton.Supervision.Services;

namespace Baton.Supervision.Tests.Replicas;

public class ScaleAskedTests
{
    private static readonly ServiceSet Set = new([Define("web.1") with { Replica = new ServiceReplica("web", 1), Groups = ["night"] }, Define("db")], [])
    {
        Replicas = [new ReplicaSet("web", 1, 2), new ReplicaSet("worker", 0, 0)],
    };

    [Fact]
    public void What_was_asked_before_of_others_still_holds_and_the_number_of_the_manifest_is_no_word_of_people()
    {
        Assert.Equal(new Dictionary<string, AskedScale> { ["web"] = new(1, 2), ["worker"] = new(5, 0) }, Asked(("worker", 5)));
        Assert.Equal(new Dictionary<string, AskedScale> { ["worker"] = new(1000, 0) }, Asked(("web", 2), ("worker", 1000)));
        Assert.Equal(new Dictionary<string, AskedScale>(), Asked(("web", 2)));
    }

    [Theory]
    [InlineData("web", -1, ErrorCode.InvalidRequest, "\"web\" cannot have -1 replicas: the number is 0 to 1,000")]
    [InlineData("web", 1001, ErrorCode.InvalidRequest, "\"web\" cannot have 1001 replicas: the number is 0 to 1,000")]
    [InlineData("web", long.MaxValue, ErrorCode.InvalidRequest, "the number is 0 to 1,000")]
    [InlineData("wbe", 1, ErrorCode.NotFound, "service \"wbe\" does not exist; did you mean \"web\"?; with \"replicas\" there are: web, worker")]
    [InlineData("db", 1, ErrorCode.InvalidRequest, "service \"db\" cannot be scaled: it has no replicas. Add \"replicas = 1\" to it")]
    [InlineData("web.1", 1, ErrorCode.InvalidRequest, "\"web.1\" is one of the replicas of \"web\"")]
    [InlineData("night", 1, ErrorCode.InvalidRequest, "\"night\" is a group")]
    [InlineData("a\u001bb", 1, ErrorCode.NotFound, "service \"a?b\" does not exist")]
    public void What_cannot_be_is_told_with_the_way_out(string name, long count, ErrorCode code, string text)
    {
        var refused = Assert.Throws<BatonException>(() => Asked(("worker", 1), (name, count)));
        Assert.Equal(code, refused.Code);
        Assert.Contains(text, refused.Message, StringComparison.Ordinal);
    }

    private static IReadOnlyDictionary<string, AskedScale> Asked(params (string Name, long Count)[] asked) =>
        ScaleAsked.Of(Set, asked.Select(one => KeyValuePair.Create(one.Name, one.Count)));

    private static ServiceDefinition Define(string name) => new() { Name = name, Launch = new Launch { Command = ["true"], WorkingDirectory = "/", Environment = new Dictionary<string, string>() } };
}
