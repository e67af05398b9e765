package demo

// The words that messages are made of. They hold what a monitor must be able
// to show: umlauts, wide characters, combining marks, long and short names.

var people = []struct{ name, city string }{
	{"Jürgen Weiß", "Köln"},
	{"Zoë Lefèvre", "Lyon"},
	{"山田 花子", "東京"},
	{"Søren Ødegård", "Oslo"},
	{"Łukasz Żak", "Łódź"},
	{"Ana Núñez", "Málaga"},
	{"李 娜", "上海"},
	{"김 민수", "서울"},
	{"Siobhán O’Neill", "Galway"},
	{"João Guimarães", "São Paulo"},
	{"Åsa Lindström", "Malmö"},
	{"Ivana Đurić", "Niš"},
	{"Max Müller", "Zürich"},
	{"Θάλεια Παππά", "Αθήνα"},
	{"Олена Шевченко", "Львів"},
	{"Nguyễn Thị Hòa", "Đà Nẵng"},
	{"Emma Smith", "Leeds"},
	{"Tom Baker", "Boston"},
	{"佐藤 健", "札幌"},
	{"Çağla Yıldız", "İzmir"},
}

var goods = []struct {
	sku, name string
	price     float64
}{
	{"B-27", "Espressobohnen 1 kg", 21.9},
	{"B-31", "Filterkaffee Äthiopien", 14.5},
	{"M-02", "Kaffeemühle", 89},
	{"K-11", "Teekessel 鉄瓶", 64.25},
	{"T-08", "Sencha 煎茶 100 g", 12.8},
	{"T-19", "Oolong", 9.35},
	{"C-40", "Tasse, weiß", 7.5},
	{"C-41", "Tasse, crème brûlée", 8.5},
	{"F-05", "Papierfilter 100 Stück", 3.2},
	{"W-77", "Waage 0.1 g", 34.99},
	{"S-13", "Zuckerdose Ærø", 18.4},
	{"G-99", "Geschenkkarte 🎁", 25},
}

var (
	methods   = []string{"card", "card", "card", "paypal", "sepa", "invoice"}
	brands    = []string{"visa", "mastercard", "amex"}
	carriers  = []string{"DHL", "La Poste", "PostNord", "ヤマト運輸", "UPS"}
	paths     = []string{"/", "/coffee", "/coffee/b-31", "/tea", "/tea/煎茶", "/cart", "/checkout", "/search?q=m%C3%BChle", "/account/orders", "/help/returns"}
	referrers = []string{"https://duckduckgo.com/", "https://news.example/kaffee", "https://mail.example/"}
	viewports = [][2]int{{1920, 1080}, {1440, 900}, {390, 844}, {412, 915}, {820, 1180}}
	agents    = []string{
		"Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0",
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Safari/605.1.15",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36",
		"curl/8.16.0",
	}
)
