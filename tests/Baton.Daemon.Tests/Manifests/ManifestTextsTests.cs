using Baton.Daemon.Manifests;
using Baton.Daemon.Manifests.Texts;
using Baton.Daemon.Startup;
using Baton.TestKit;

namespace Baton.Daemon.Tests.Manifests;

public sealed class ManifestTextsTests : IDisposable
{
    private const string Masked = "\"••••••\"";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_service_has_the_lines_of_its_tables_without_what_comes_next()
    {
        _folder.Write("baton.toml", """
            [services.db]
            command = ["db"]

            # The face to the world.
            [services.web]
            command = ["web"]
            env = { PORT = "80", API_TOKEN = "s3cr3t" } # both

            [services.web.readiness]
            http = "http://localhost/"

            # What comes next.
            [services.worker]
            command = ["worker"]
            [services.web.log]
            rotate_count = 3
            """);
        var text = TextOf("web");
        Assert.Equal($$"""
            [services.web]
            command = ["web"]
            env = { PORT = "80", API_TOKEN = {{Masked}} } # both

            [services.web.readiness]
            http = "http://localhost/"

            [services.web.log]
            rotate_count = 3
            """, text.Text);
        Assert.Equal(("native", _folder["baton.toml"], 5), (text.Source, text.File, text.Line));
        Assert.Equal(["API_TOKEN", "PORT"], text.Declared.Order());
        Assert.Equal("[services.db]\ncommand = [\"db\"]", TextOf("db").Text);
    }

    [Fact]
    public void Secrets_are_masked_in_every_form_that_a_value_can_have()
    {
        _folder.Write("baton.toml", """"
            [services.auth]
            command = ["auth", """
            s
            """]
            [services.auth.env]
            A_KEY = "a\"b\\" # comment
            B_SECRET = 'it"s'
            C_TOKEN = """
            first
            second"""
            D_PASSWORD = ''''quoted''''
            PLAIN = "x"
            """");
        Assert.Equal($$""""
            [services.auth]
            command = ["auth", """
            s
            """]
            [services.auth.env]
            A_KEY = {{Masked}} # comment
            B_SECRET = {{Masked}}
            C_TOKEN = {{Masked}}
            D_PASSWORD = {{Masked}}
            PLAIN = "x"
            """", TextOf("auth").Text);
    }

    [Fact]
    public void Services_that_share_a_table_or_a_line_do_not_show_each_others_secrets()
    {
        _folder.Write("baton.toml", """
            services = { web = { command = ["web"], env = { KEY = "aaaa" } }, db = { command = ["db"], env = { KEY = "bbbb" } } }
            """);
        Assert.Equal($$"""services = { web = { command = ["web"], env = { KEY = {{Masked}} } }, db = { command = ["db"], env = { KEY = {{Masked}} } } }""", TextOf("web").Text);
        _folder.Write("baton.toml", """
            [services]
            web.command = ["web"]
            db.command = ["db"]
            web.port = 80
            """);
        Assert.Equal("web.command = [\"web\"]\n\nweb.port = 80", TextOf("web").Text);
    }

    [Fact]
    public void Included_files_and_the_override_are_shown_with_their_names()
    {
        _folder.Write("baton.toml", "include = [\"more.toml\"]\n[services.web]\ncommand = [\"web\"]\n");
        _folder.Write("more.toml", "[services.db]\ncommand = [\"db\"]\n");
        _folder.Write("baton.override.toml", "[services.web]\nport = 80\n");
        Assert.Equal(("[services.db]\ncommand = [\"db\"]", 1), (TextOf("db").Text, TextOf("db").Line));
        Assert.EndsWith("more.toml", TextOf("db").File, StringComparison.Ordinal);
        Assert.Matches("^# .*baton.toml:2\n\\[services.web\\]\ncommand = \\[\"web\"\\]\n\n# .*baton.override.toml:1\n\\[services.web\\]\nport = 80$", TextOf("web").Text);
    }

    [Fact]
    public void What_was_put_in_force_is_shown_when_the_files_are_others_by_now()
    {
        _folder.Write("baton.toml", "[services.web]\ncommand = [\"web\"]\n");
        var reading = Read("baton.toml");
        File.Delete(_folder["baton.toml"]);
        Assert.Equal("[services.web]\ncommand = [\"web\"]", ManifestTexts.Of(reading, ManifestTexts.Files(reading), reading.Manifest.Services.Single()).Text);
    }

    [Fact]
    public void A_replica_shows_the_table_of_the_whole()
    {
        _folder.Write("baton.toml", "[services.web]\ncommand = [\"web\"]\nreplicas = 2\n");
        Assert.Equal("[services.web]\ncommand = [\"web\"]\nreplicas = 2", TextOf("web.2").Text);
    }

    [Fact]
    public void A_registry_shows_one_object_of_its_list()
    {
        _folder.Write("service_registry.json", """
            { "version": "1.0", "services": [
              { "name": "arm", "cmd": "a }", "env": { "ARM_KEY": "s3\"cr3t" } },
              { "name": "eye",
                "cmd": "e" } ] }
            """);
        var arm = TextOf("arm", "service_registry.json");
        Assert.Equal($$"""{ "name": "arm", "cmd": "a }", "env": { "ARM_KEY": {{Masked}} } }""", arm.Text);
        Assert.Equal(("robot", 2), (arm.Source, arm.Line));
        Assert.Equal("{ \"name\": \"eye\",\n    \"cmd\": \"e\" }", TextOf("eye", "service_registry.json").Text);
    }

    [Fact]
    public void A_services_toml_shows_its_table()
    {
        Directory.CreateDirectory(_folder["w"]);
        _folder.Write("services.toml", "[services.cam]\ncommand = \"cam\"\nworking_dir = \"w\"\n");
        Assert.Equal(("watchdog", "[services.cam]\ncommand = \"cam\"\nworking_dir = \"w\""), (TextOf("cam", "services.toml").Source, TextOf("cam", "services.toml").Text));
    }

    [Fact]
    public void What_a_manifest_says_is_found_once_and_anew_when_another_one_holds()
    {
        _folder.Write("baton.toml", "[services.web]\ncommand = [\"web\"]\n[services.db]\ncommand = [\"db\"]\n");
        var (texts, first) = (new TextsInForce(), Read("baton.toml"));
        var (web, db) = (first.Manifest.Services[0], first.Manifest.Services[1]);
        var text = texts.Of(first, web);
        Assert.Same(text, texts.Of(first, web));
        Assert.NotSame(text, texts.Of(first, db));
        Assert.Contains("[\"db\"]", texts.Of(first, db).Text, StringComparison.Ordinal);

        _folder.Write("baton.toml", "[services.web]\ncommand = [\"other\"]\n");
        var second = Read("baton.toml");
        Assert.Contains("other", texts.Of(second, second.Manifest.Services[0]).Text, StringComparison.Ordinal);
        var anew = texts.Of(second, second.Manifest.Services[0]);
        texts.Forget();
        Assert.NotSame(anew, texts.Of(second, second.Manifest.Services[0]));
    }

    [Fact]
    public void Of_more_services_than_are_held_each_still_has_its_own_text()
    {
        var count = TextsInForce.MostTexts + 5;
        _folder.Write("baton.toml", string.Concat(Enumerable.Range(0, count).Select(i => $"[services.s{i}]\ncommand = [\"c{i}\"]\n")));
        var (texts, reading) = (new TextsInForce(), Read("baton.toml"));
        foreach (var service in reading.Manifest.Services) Assert.Contains($"[\"c{service.Name[1..]}\"]", texts.Of(reading, service).Text, StringComparison.Ordinal);
    }

    private Baton.Control.ManifestText TextOf(string service, string file = "baton.toml")
    {
        var reading = Read(file);
        Assert.Empty(reading.Manifest.ProblemLines);
        return ManifestTexts.Of(reading, ManifestTexts.Files(reading), reading.Manifest.Services.Single(one => one.Name == service));
    }

    private ManifestReading Read(string file) =>
        ManifestReading.Of(new Locations(_folder[file], _folder[file], _folder.Path, _folder["state"]), ManifestChoice.Everything, TimeProvider.System);
}
