using Baton.Cli.Tests.Support;
using Baton.TestKit;

namespace Baton.Cli.Tests.Runtime;

/// <summary>What only Baton's own server knows: it is asked for its version first, and another one is sent nothing of it.</summary>
public sealed class RuntimeLinkTests : IAsyncDisposable
{
    private const string Id = "0195fc7b-33e6-70e3-bee1-000000000001", Other = "0195fc7b-33e6-70e3-bee1-000000000002";

    private readonly TemporaryFolder _folder = new();
    private readonly FakeRuntime _server;

    public RuntimeLinkTests() => _server = FakeRuntime.OnUnix(_folder["c.sock"]);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("0.1.0", $"link add --from {Id} --type a::T --to {Other}", $$$"""{"Link":{"type_name":"a::T","to":"{{{Other}}}","from":"{{{Id}}}"}}""", $"linked a::T to {Other}\n")]
    [InlineData("0.2.0", $"link remove --type a::T --to 1.2.3.4:5 --from {{{Id}}}", $$$"""{"Unlink":{"type_name":"a::T","to":"1.2.3.4:5","from":"{{{Id}}}"}}""", "unlinked a::T from 1.2.3.4:5\n")]
    [InlineData("0.1.0", $"link remove --type a::T --to {Other}", $$$"""{"Unlink":{"type_name":"a::T","to":"{{{Other}}}"}}""", $"unlinked a::T from {Other}\n")]
    public async Task Batons_server_is_sent_them(string version, string words, string line, string output)
    {
        _server.On("\"Baton\"", $$"""{"Ok":"{{version}}"}""" + "\n").On(line, "{\"Ok\":null}\n");
        var screen = new Screen(_folder.Path);

        Assert.Equal(0, await screen.RunAsync([.. words.Split(' '), "--socket", "./c.sock"]));

        Assert.Equal((output, ""), (screen.Text, screen.Errors));
        Assert.Equal(["\"Baton\"\n", $"{line}\n"], _server.Lines);
        Assert.Equal(2, _server.Connections);
    }

    [Theory]
    [InlineData($"link add --from {Id} --type a::T --to {Other}", "links from one instance")]
    [InlineData($"link remove --type a::T --to {Other}", "the removal of single links")]
    public async Task Another_server_is_sent_nothing_but_questions_of_what_it_is(string words, string what)
    {
        _server.On("\"Baton\"", """{"Err":["parsing request","unknown variant `Baton` at line 1 column 7"]}""" + "\n").On("\"Version\"", "{\"Ok\":\"0.1.0\"}\n");
        var screen = new Screen(_folder.Path);

        Assert.Equal(1, await screen.RunAsync([.. words.Split(' '), "--socket", "./c.sock"]));

        Assert.Equal($"Error: the server at \"./c.sock\" (version 0.1.0) is not Baton's and does not know {what}; nothing was changed\n", screen.Errors);
        Assert.Equal("", screen.Text);
        Assert.Equal(["\"Baton\"\n", "\"Version\"\n"], _server.Lines);
    }
}
