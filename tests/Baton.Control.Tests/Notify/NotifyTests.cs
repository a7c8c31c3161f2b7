using System.Net;
using System.Text.Json;
using Baton.Control.Notify;
using Baton.Core;
using Baton.Supervision.Manifests.Targets;
using Baton.TestKit;

namespace Baton.Control.Tests.Notify;

/// <summary>Events to a webhook, over real sockets.</summary>
public sealed class NotifyTests
{
    [Fact]
    public async Task An_event_that_is_wanted_arrives_with_all_its_values_and_others_do_not()
    {
        await using var fixture = new NotifyFixture();
        fixture.Notifier.Follow([fixture.Target with { Headers = [new("X-Token", "s3cret")] }]);
        fixture.Notices.Publish("service/web", "running");
        var seq = fixture.Fail("web", "exit code 3\nand \"more\" ünder \\ this");
        await Eventually.HoldsAsync(() => !fixture.Server.Requests.IsEmpty, "the message");
        var (head, body) = Assert.Single(fixture.Server.Requests);
        Assert.StartsWith("POST /hook/secret HTTP/1.1", head, StringComparison.Ordinal);
        Assert.Contains("X-Token: s3cret", head, StringComparison.Ordinal);
        Assert.Contains("Content-Type: application/json", head, StringComparison.Ordinal);
        using var message = JsonDocument.Parse(body);
        string Of(string name) => message.RootElement.GetProperty(name).ToString();
        Assert.Equal(("web", "failed", "error", "studio", $"{seq}", "0"), (Of("service"), Of("what"), Of("level"), Of("project"), Of("seq"), Of("more")));
        Assert.Equal("exit code 3\nand \"more\" ünder \\ this", Of("detail"));
        await Eventually.HoldsAsync(() => fixture.Notifier.Describe()[0].Sent == 1, "the count");
        Assert.Equal(("127.0.0.1", 0L), (fixture.Notifier.Describe()[0].Host, fixture.Notifier.Describe()[0].Failed));
        Assert.DoesNotContain("secret", JsonSerializer.Serialize(fixture.Notifier.Describe()[0].Host), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_fails_at_first_is_tried_again_with_all_that_came_meanwhile_in_it()
    {
        await using var fixture = new NotifyFixture();
        fixture.Server.Answer = number => number < 3 ? WebhookServer.Status(500) : WebhookServer.Ok;
        fixture.Notifier.Follow([fixture.Target]);
        fixture.Fail("web");
        await Eventually.HoldsAsync(() => fixture.Server.Requests.Count == 1, "the first attempt");
        fixture.Fail("db");
        fixture.Fail("lamp");
        await fixture.UntilAsync(() => fixture.Notifier.Describe()[0].Sent == 1, "its arrival");
        Assert.Equal(3, fixture.Server.Requests.Count);
        using var last = JsonDocument.Parse(fixture.Server.Bodies[^1]);
        Assert.Equal(2, last.RootElement.GetProperty("more").GetInt32());
        Assert.Contains("and 2 more: db failed, lamp failed", last.RootElement.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal(["notify_trouble", "notify_ok"], fixture.Said);
    }

    [Fact]
    public async Task One_that_never_answers_is_left_after_its_time_and_tried_again()
    {
        await using var fixture = new NotifyFixture();
        fixture.Server.Answer = number => number == 1 ? null : WebhookServer.Ok;
        fixture.Notifier.Follow([fixture.Target with { Timeout = TimeSpan.FromSeconds(5) }]);
        fixture.Fail("web");
        await fixture.UntilAsync(() => fixture.Notifier.Describe()[0].Sent == 1, "its arrival");
        Assert.Equal("no answer within 5 s", fixture.Notifier.Describe()[0].LastError);
    }

    [Fact]
    public async Task One_that_refuses_connections_for_an_hour_is_given_up_and_told()
    {
        await using var fixture = new NotifyFixture();
        Uri gone;
        await using (var other = new WebhookServer()) gone = other.Url;
        fixture.Notifier.Follow([fixture.Target with { Url = gone }]);
        Assert.Contains("refused", (await fixture.Notifier.TestAsync("ops", "me", CancellationToken.None)).Error, StringComparison.OrdinalIgnoreCase);
        fixture.Fail("web");
        await fixture.UntilAsync(() => fixture.Notifier.Describe()[0].Failed == 1, "its end", step: 60);
        Assert.Equal(["notify_trouble", "notify_failed"], fixture.Said);
        Assert.NotNull(fixture.Notifier.Describe()[0].LastError);
    }

    [Theory]
    [InlineData(404, "")]
    [InlineData(302, "Location: http://127.0.0.2:1/stolen\r\n")]
    public async Task What_cannot_get_better_is_tried_once_and_redirects_are_not_followed(int status, string headers)
    {
        await using var fixture = new NotifyFixture();
        fixture.Server.Answer = _ => WebhookServer.Status(status, headers);
        fixture.Notifier.Follow([fixture.Target]);
        fixture.Fail("web");
        await Eventually.HoldsAsync(() => fixture.Notifier.Describe()[0].Failed == 1, "its end");
        Assert.Single(fixture.Server.Requests);
        if (headers.Length > 0) Assert.Contains("redirects are not followed", fixture.Notifier.Describe()[0].LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_than_a_minute_may_have_becomes_one_message()
    {
        await using var fixture = new NotifyFixture();
        fixture.Notifier.Follow([fixture.Target with { PerMinute = 2 }]);
        for (var i = 0; i < 2; i++)
        {
            fixture.Fail($"s{i}");
            await Eventually.HoldsAsync(() => fixture.Server.Requests.Count == i + 1, "a single one");
        }

        for (var i = 2; i < 20; i++) fixture.Fail($"s{i}");
        await fixture.UntilAsync(() => fixture.Server.Requests.Count == 3, "the rest");
        using var last = JsonDocument.Parse(fixture.Server.Bodies[^1]);
        Assert.Equal(("s2", 17), (last.RootElement.GetProperty("service").GetString(), last.RootElement.GetProperty("more").GetInt32()));
        await Eventually.HoldsAsync(() => fixture.Notifier.Describe()[0].Sent == 3, "the count");
        fixture.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(3, fixture.Server.Requests.Count);
    }

    [Fact]
    public async Task Of_what_waits_too_long_the_oldest_are_thrown_away_counted_and_told()
    {
        await using var fixture = new NotifyFixture();
        fixture.Notifier.Follow([fixture.Target with { PerMinute = 1 }]);
        fixture.Fail("first");
        await Eventually.HoldsAsync(() => fixture.Notifier.Describe()[0].Sent == 1, "the first");
        for (var i = 0; i < NotifyOutbox.Capacity + 10; i++) fixture.Fail($"s{i}");
        await Eventually.HoldsAsync(() => fixture.Notifier.Describe()[0] is { Dropped: 10, Waiting: NotifyOutbox.Capacity }, "the count");
        Assert.Contains("notify_dropped", fixture.Said);
    }

    [Fact]
    public async Task A_later_daemon_goes_on_after_the_last_message_that_was_taken()
    {
        await using var fixture = new NotifyFixture();
        var isWell = true;
        fixture.Server.Answer = _ => Volatile.Read(ref isWell) ? WebhookServer.Ok : WebhookServer.Status(503);
        fixture.Notifier.Follow([fixture.Target]);
        fixture.Fail("web");
        await Eventually.HoldsAsync(() => fixture.Notifier.Describe()[0].Sent == 1, "the first");
        Volatile.Write(ref isWell, false);
        fixture.Fail("db");
        await Eventually.HoldsAsync(() => fixture.Server.Requests.Count >= 2, "an attempt");
        var ending = fixture.BeginAnewAsync();
        await fixture.UntilAsync(() => ending.IsCompleted, "its end");
        await ending;
        Volatile.Write(ref isWell, true);
        fixture.Notifier.Follow([fixture.Target]);
        await Eventually.HoldsAsync(() => fixture.Notifier.Describe()[0].Sent == 1, "the second");
        Assert.Contains("\"service\":\"db\"", fixture.Server.Bodies[^1], StringComparison.Ordinal);
        // The end of the trouble is known, too, though it began under the one before.
        fixture.Notices.Publish("service/web", "running");
        await Eventually.HoldsAsync(() => fixture.Notifier.Describe()[0].Sent == 2, "the recovery");
        Assert.Contains("\"what\":\"recovery\"", fixture.Server.Bodies[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reload_keeps_what_is_the_same_changes_what_is_not_and_ends_what_is_gone()
    {
        await using var fixture = new NotifyFixture();
        await using var other = new WebhookServer();
        fixture.Notifier.Follow([fixture.Target]);
        fixture.Fail("web");
        await Eventually.HoldsAsync(() => fixture.Notifier.Describe()[0].Sent == 1, "the first");
        fixture.Notifier.Follow([fixture.Target with { On = [.. NotifyWords.Default] }]);
        Assert.Equal(1, fixture.Notifier.Describe()[0].Sent);
        fixture.Notifier.Follow([fixture.Target with { Url = other.Url }, new NotifyTarget { Name = "more", Url = other.Url, On = ["backoff"] }]);
        Assert.Equal(["ops", "more"], fixture.Notifier.Describe().Select(record => record.Name));
        fixture.Fail("db");
        await Eventually.HoldsAsync(() => !other.Requests.IsEmpty, "the one that moved");
        Assert.Single(fixture.Server.Requests);
        fixture.Notifier.Follow([]);
        fixture.Fail("lamp");
        Assert.Empty(fixture.Notifier.Describe());
        Assert.Single(other.Requests);
        await Eventually.HoldsAsync(() => fixture.Places.IsEmpty, "it is forgotten");
    }

    [Fact]
    public async Task What_a_changed_target_kept_at_last_is_not_written_over_what_its_follower_keeps()
    {
        await using var fixture = new NotifyFixture();
        await using var other = new WebhookServer();
        using var goOn = new ManualResetEventSlim();
        using var isStoring = new ManualResetEventSlim();
        fixture.Notifier.Follow([fixture.Target]);
        await Eventually.HoldsAsync(() => fixture.Places.ContainsKey("ops"), "it has begun");
        // The first one is held up while it keeps what it has told.
        fixture.Storing = _ =>
        {
            fixture.Storing = null;
            isStoring.Set();
            goOn.Wait();
        };
        var told = fixture.Fail("web");
        await Eventually.HoldsAsync(() => isStoring.IsSet, "it keeps its place");
        fixture.Notifier.Follow([fixture.Target with { Url = other.Url }]);
        var seq = fixture.Fail("db");
        goOn.Set();
        await Eventually.HoldsAsync(() => !other.Requests.IsEmpty && fixture.Places["ops"].Seq >= seq, "the follower has told its own and kept it");
        Assert.Contains("\"service\":\"db\"", Assert.Single(other.Bodies), StringComparison.Ordinal);
        Assert.True(told < seq);
        Assert.Single(fixture.Server.Requests);
    }

    [Fact]
    public async Task A_proxy_is_not_asked_for_such_an_address_either_and_may_itself_be_anywhere()
    {
        await using var fixture = new NotifyFixture();
        fixture.Proxy = new WebProxy(fixture.Server.Url);
        await fixture.BeginAnewAsync();
        fixture.Notifier.Follow([fixture.Target with { Url = new Uri("http://169.254.169.254/latest") }]);
        var refused = await fixture.Notifier.TestAsync("ops", "me", CancellationToken.None);
        Assert.False(refused.Delivered);
        Assert.Contains("allow_private = true", refused.Error, StringComparison.Ordinal);
        Assert.Empty(fixture.Server.Requests);
        fixture.Notifier.Follow([fixture.Target with { Url = new Uri("http://hooks.invalid/x") }]);
        Assert.True((await fixture.Notifier.TestAsync("ops", "me", CancellationToken.None)).Delivered);
        fixture.Notifier.Follow([fixture.Target with { Url = new Uri("http://169.254.169.254/latest"), AllowsPrivate = true }]);
        Assert.True((await fixture.Notifier.TestAsync("ops", "me", CancellationToken.None)).Delivered);
        Assert.Equal(2, fixture.Server.Requests.Count);
    }

    [Fact]
    public async Task A_test_shows_the_answer_and_a_name_that_is_not_there_is_told()
    {
        await using var fixture = new NotifyFixture();
        fixture.Server.Answer = number => number == 1 ? WebhookServer.Ok : WebhookServer.Status(403);
        fixture.Notifier.Follow([fixture.Target with { Body = NotifyTemplate.Slack }]);
        var good = await fixture.Notifier.TestAsync("ops", "uid 7", CancellationToken.None);
        Assert.Equal((true, 200, "thanks"), (good.Delivered, good.Status, good.Answer));
        Assert.Matches("""^\{"text":"studio on .*: daemon test: asked for by uid 7"\}$""", fixture.Server.Bodies[0]);
        var bad = await fixture.Notifier.TestAsync("ops", "uid 7", CancellationToken.None);
        Assert.Equal((false, 403, "it answered 403"), (bad.Delivered, bad.Status, bad.Error));
        var unknown = await Assert.ThrowsAsync<BatonException>(() => fixture.Notifier.TestAsync("opps", "uid 7", CancellationToken.None));
        Assert.Equal(ErrorCode.NotFound, unknown.Code);
    }

    [Theory]
    [InlineData("169.254.169.254", true)]
    [InlineData("::ffff:169.254.169.254", true)]
    [InlineData("fe80::1", true)]
    [InlineData("fd00:ec2::254", true)]
    [InlineData("100.100.100.200", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.0.0.7", false)]
    [InlineData("::1", false)]
    public void Addresses_where_clouds_keep_secrets_are_refused(string address, bool isPrivate) => Assert.Equal(isPrivate, WebhookAddresses.IsPrivate(IPAddress.Parse(address)));

    [Fact]
    public async Task A_message_to_such_an_address_is_not_sent()
    {
        await using var fixture = new NotifyFixture();
        fixture.Notifier.Follow([fixture.Target with { Url = new Uri("http://169.254.169.254/latest") }]);
        var result = await fixture.Notifier.TestAsync("ops", "me", CancellationToken.None);
        Assert.False(result.Delivered);
        Assert.Contains("allow_private = true", result.Error, StringComparison.Ordinal);
    }
}
